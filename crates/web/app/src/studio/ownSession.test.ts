import { describe, expect, it } from 'vitest';
import { hasBroadcastEnded, isAwaitingSender } from './ownSession';

const BEGAN = '2030-01-01T00:00:00.000Z';
const LATER = '2030-01-01T01:00:00.000Z';
const offline = { isLive: false, state: 'OFFLINE', startedAt: null } as const;
const live = { isLive: true, state: 'ON_AIR', startedAt: BEGAN } as const;

describe('a broadcast of this page', () => {
  it('has ended if the service says so, or reports another one', () => {
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: BEGAN, seenStartedAt: BEGAN })).toBe(true);
    expect(hasBroadcastEnded({ status: { ...live, startedAt: LATER }, ownStartedAt: BEGAN, seenStartedAt: BEGAN })).toBe(true);
    expect(hasBroadcastEnded({ status: live, ownStartedAt: BEGAN, seenStartedAt: BEGAN })).toBe(false);
  });

  it('hasn’t ended because of a status that is older than the broadcast', () => {
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: LATER, seenStartedAt: BEGAN })).toBe(false);
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: BEGAN, seenStartedAt: null })).toBe(false);
    expect(hasBroadcastEnded({ status: null, ownStartedAt: BEGAN, seenStartedAt: BEGAN })).toBe(false);
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: null, seenStartedAt: null })).toBe(false);
  });

  it('awaits this page while nobody sends', () => {
    expect(isAwaitingSender({ status: { ...live, state: 'INTERRUPTED' }, ownStartedAt: BEGAN })).toBe(true);
    expect(isAwaitingSender({ status: { ...live, state: 'STARTING' }, ownStartedAt: BEGAN })).toBe(true);
    expect(isAwaitingSender({ status: live, ownStartedAt: BEGAN })).toBe(false);
    expect(isAwaitingSender({ status: { ...live, state: 'INTERRUPTED' }, ownStartedAt: LATER })).toBe(false);
    expect(isAwaitingSender({ status: offline, ownStartedAt: null })).toBe(false);
    expect(isAwaitingSender({ status: null, ownStartedAt: null })).toBe(false);
  });
});
