import { expect, expectTypeOf, it } from 'vitest';
import { defineTexts, type Message } from './message';
import { createTranslate } from './translate';

const texts = defineTexts('area', {
  plain: 'Go live',
  greeting: 'Hello {name}, you have {points} points',
  viewers: { one: '{count} viewer of {name}', other: '{count} viewers of {name}' },
  linked: '<link>Sign in</link> to watch',
});
const english = createTranslate('en-GB', null);
const german = createTranslate('de-AT', { area: { plain: 'Live gehen', viewers: { one: '{count} Zuschauer von {name}', other: '{count} Zuschauende von {name}' } } });

it('replaces values, and writes numbers as the language does', () => {
  expect(english(texts.greeting, { name: 'Ada', points: 12_345 })).toBe('Hello Ada, you have 12,345 points');
  expect(german(texts.viewers, { name: 'Ada', count: 12_345 })).toBe('12\u00a0345 Zuschauende von Ada');
});

it('selects the plural form', () => {
  expect([0, 1, 2].map((count) => english(texts.viewers, { count, name: 'Ada' }))).toEqual(['0 viewers of Ada', '1 viewer of Ada', '2 viewers of Ada']);
});

it('falls back to English, and to the form `other`', () => {
  expect(german(texts.plain)).toBe('Live gehen');
  expect(german(texts.greeting, { name: 'Ada', points: 1 })).toBe('Hello Ada, you have 1 points');
  expect(createTranslate('ar', null)(texts.viewers, { count: 2, name: 'Ada' })).toBe('٢ viewers of Ada'.replace('٢', (2).toLocaleString('ar')));
});

it('does not replace placeholders in values', () => {
  expect(english(texts.greeting, { name: '{points}', points: 3 })).toBe('Hello {points}, you have 3 points');
});

it('knows the values and elements of each text', () => {
  expectTypeOf(texts.plain).toExtend<Message>();
  expectTypeOf(texts.greeting).not.toExtend<Message>();
  expectTypeOf(texts.linked).not.toExtend<Message>();
  // @ts-expect-error -- values are missing
  expect(english(texts.greeting)).toContain('Hello');
  // @ts-expect-error -- a value is missing
  expect(english(texts.viewers, { count: 1 })).toContain('viewer');
  // @ts-expect-error -- a text with elements needs `Trans`
  expect(english(texts.linked)).toContain('Sign in');
});
