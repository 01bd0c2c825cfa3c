import { describe, expect, it } from 'vitest';
import { comebackMs, newsOf } from './comeback';
import type { ConnectionState } from './machine';

const failed = (change: object = {}): ConnectionState => ({
  at: 'failed',
  problem: { code: 'MEDIA_UNREACHABLE', message: 'away', canRetry: true, ...change },
});
const waits = (connection: ConnectionState, change: object = {}) =>
  comebackMs({ connection, goesOn: true, isNews: false, chance: 0.5, ...change });

describe('coming back', () => {
  it('is tried every few seconds after an outage', () => {
    expect(waits(failed())).toBe(8_000);
    expect([0, 1].map((chance) => waits(failed(), { chance }))).toEqual([7_200, 8_800]);
  });

  it('is tried soon after news, not by everybody at once', () => {
    expect([0, 1].map((chance) => waits(failed(), { isNews: true, chance }))).toEqual([500, 1_500]);
  });

  it('leaves the service the time it asks for', () => {
    expect(waits(failed({ retryAfterMs: 60_000 }), { chance: 0 })).toBe(60_000);
    expect(waits(failed({ retryAfterMs: 60_000 }), { chance: 1 })).toBe(72_000);
    expect(waits(failed({ retryAfterMs: 1_000 }))).toBe(8_000);
  });

  it('is tried when the room was closed and the broadcast goes on', () => {
    expect(waits({ at: 'closed', why: 'ended' })).toBe(8_000);
    expect(waits({ at: 'closed', why: 'ended' }, { goesOn: false })).toBeNull();
  });

  it.each<[string, ConnectionState]>([
    ['a rule', failed({ code: 'BLOCKED', canRetry: false })],
    ['the creator’s word', { at: 'closed', why: 'removed' }],
    ['another tab', { at: 'closed', why: 'replaced' }],
  ])('is never tried against %s', (_, connection) => {
    expect(waits(connection)).toBeNull();
    expect(waits(connection, { isNews: true })).toBeNull();
  });

  it('isn’t tried when nothing goes on, or while something is under way', () => {
    expect(waits(failed(), { goesOn: false, isNews: true })).toBeNull();
    for (const connection of [{ at: 'idle' }, { at: 'connected' }, { at: 'repairing' }] as const) expect(waits(connection)).toBeNull();
    expect(waits({ at: 'connecting', attempt: 1, lastProblem: null })).toBeNull();
  });
});

it('takes a snapshot, another state and another broadcast for news', () => {
  const onAir = { state: 'ON_AIR', startedAt: 'then' } as const;
  const before = newsOf(1, onAir);
  expect(newsOf(1, { ...onAir })).toBe(before);
  expect(newsOf(2, onAir)).not.toBe(before);
  expect(newsOf(1, { ...onAir, state: 'INTERRUPTED' })).not.toBe(before);
  expect(newsOf(1, { ...onAir, startedAt: 'later' })).not.toBe(before);
});
