import { expect, it } from 'vitest';
import { aMessage } from '../testMessage';
import { FADE_MS, nextChangeMs, overlayMessages, withAppearances } from './overlayMessages';
import { overlayOptions } from './overlayOptions';

const NONE: ReadonlyMap<string, number> = new Map();

it.each([
  ['', null],
  ['?size=large', null],
  ['?overlay=1', { size: 'medium', fadeSeconds: null }],
  ['?overlay=1&size=large&fade=30', { size: 'large', fadeSeconds: 30 }],
  ['?overlay=1&size=huge&fade=soon', { size: 'medium', fadeSeconds: null }],
  ['?overlay=1&fade=-1', { size: 'medium', fadeSeconds: null }],
  ['?overlay=1&fade=1e9', { size: 'medium', fadeSeconds: 3_600 }],
])('reads the parameters %s', (search, options) => {
  expect(overlayOptions(new URLSearchParams(search))).toEqual(options);
});

it('shows all messages unless they fade', () => {
  const messages = [aMessage(1), aMessage(2)];
  expect(overlayMessages(messages, NONE, 0, null).map(({ message }) => message.seq)).toEqual([1, 2]);
  expect(nextChangeMs(messages, NONE, 0, null)).toBeNull();
});

it('fades messages out after they were shown for a time', () => {
  const [first, second] = [aMessage(1), aMessage(2)];
  const appearances = new Map([
    ['m1', 1_000],
    ['m2', 5_000],
  ]);
  const at = (now: number) => overlayMessages([first, second], appearances, now, 10).map(({ message, isFading }) => `${message.seq}${isFading ? ' fades' : ''}`);
  expect(at(10_999)).toEqual(['1', '2']);
  expect(at(11_000)).toEqual(['1 fades', '2']);
  expect(at(11_000 + FADE_MS)).toEqual(['2']);
  expect(at(20_000)).toEqual([]);
  expect(nextChangeMs([first, second], appearances, 5_000, 10)).toBe(6_000);
  expect(nextChangeMs([first, second], appearances, 11_000, 10)).toBe(FADE_MS);
  expect(nextChangeMs([first, second], appearances, 20_000, 10)).toBeNull();
});

it('counts from when messages were sent only for those that were there at the start', () => {
  const sentAt = Date.parse(aMessage(1).sentAt);
  const started = withAppearances(NONE, [aMessage(1)], sentAt + 60_000, true);
  expect(started.get('m1')).toBe(sentAt);
  // A clock that is behind must not keep a message too long.
  expect(withAppearances(NONE, [aMessage(1)], sentAt - 60_000, true).get('m1')).toBe(sentAt - 60_000);
  const later = withAppearances(started, [aMessage(1), aMessage(2)], sentAt + 90_000, false);
  expect([...later.values()]).toEqual([sentAt, sentAt + 90_000]);
  expect(withAppearances(later, [aMessage(1), aMessage(2)], sentAt + 95_000, false)).toBe(later);
});
