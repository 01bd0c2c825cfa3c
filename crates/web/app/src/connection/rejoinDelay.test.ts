import { describe, expect, it } from 'vitest';
import { rejoinDelayMs, statusVersionOf } from './rejoinDelay';
import type { ConnectionState } from './connectionState';

const failed = (change: object = {}): ConnectionState => ({
  phase: 'failed',
  problem: { code: 'MEDIA_UNREACHABLE', message: 'away', canRetry: true, ...change },
});
const waits = (connection: ConnectionState, change: object = {}) =>
  rejoinDelayMs({ connection, canRejoin: true, isStatusChanged: false, random: 0.5, ...change });

describe('rejoining', () => {
  it('is tried every few seconds after an outage', () => {
    expect(waits(failed())).toBe(8_000);
    expect([0, 1].map((random) => waits(failed(), { random }))).toEqual([7_200, 8_800]);
  });

  it('is tried soon after a status change, with jitter', () => {
    expect([0, 1].map((random) => waits(failed(), { isStatusChanged: true, random }))).toEqual([500, 1_500]);
  });

  it('waits as long as the service asks', () => {
    expect(waits(failed({ retryAfterMs: 60_000 }), { random: 0 })).toBe(60_000);
    expect(waits(failed({ retryAfterMs: 60_000 }), { random: 1 })).toBe(72_000);
    expect(waits(failed({ retryAfterMs: 1_000 }))).toBe(8_000);
  });

  it('is tried when the room was closed and the broadcast continues', () => {
    expect(waits({ phase: 'closed', closeReason: 'ended' })).toBe(8_000);
    expect(waits({ phase: 'closed', closeReason: 'ended' }, { canRejoin: false })).toBeNull();
  });

  it.each<[string, ConnectionState]>([
    ['a final error', failed({ code: 'BLOCKED', canRetry: false })],
    ['a removal', { phase: 'closed', closeReason: 'removed' }],
    ['joining in another tab', { phase: 'closed', closeReason: 'replaced' }],
  ])('is never tried after %s', (_, connection) => {
    expect(waits(connection)).toBeNull();
    expect(waits(connection, { isStatusChanged: true })).toBeNull();
  });

  it('isn’t tried when there is no broadcast, or while connected or connecting', () => {
    expect(waits(failed(), { canRejoin: false, isStatusChanged: true })).toBeNull();
    for (const connection of [{ phase: 'idle' }, { phase: 'connected' }, { phase: 'reconnecting' }] as const) expect(waits(connection)).toBeNull();
    expect(waits({ phase: 'connecting', attempt: 1, lastProblem: null })).toBeNull();
  });
});

it('changes the status version with a snapshot, another state and another broadcast', () => {
  const onAir = { state: 'ON_AIR', startedAt: 'then' } as const;
  const before = statusVersionOf(1, onAir);
  expect(statusVersionOf(1, { ...onAir })).toBe(before);
  expect(statusVersionOf(2, onAir)).not.toBe(before);
  expect(statusVersionOf(1, { ...onAir, state: 'INTERRUPTED' })).not.toBe(before);
  expect(statusVersionOf(1, { ...onAir, startedAt: 'later' })).not.toBe(before);
});
