import { describe, expect, it } from 'vitest';
import { hasBroadcastEnded, isAwaitingSender } from './ownSession';

const STARTED_AT = '2030-01-01T00:00:00.000Z';
const LATER_START = '2030-01-01T01:00:00.000Z';
const offline = { isLive: false, state: 'OFFLINE', startedAt: null } as const;
const live = { isLive: true, state: 'ON_AIR', startedAt: STARTED_AT } as const;

describe('a broadcast of this page', () => {
  it('has ended if the service says so, or reports another one', () => {
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: STARTED_AT, reportedStartedAt: STARTED_AT })).toBe(true);
    expect(hasBroadcastEnded({ status: { ...live, startedAt: LATER_START }, ownStartedAt: STARTED_AT, reportedStartedAt: STARTED_AT })).toBe(true);
    expect(hasBroadcastEnded({ status: live, ownStartedAt: STARTED_AT, reportedStartedAt: STARTED_AT })).toBe(false);
  });

  it('hasn’t ended because of a status that is older than the broadcast', () => {
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: LATER_START, reportedStartedAt: STARTED_AT })).toBe(false);
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: STARTED_AT, reportedStartedAt: null })).toBe(false);
    expect(hasBroadcastEnded({ status: null, ownStartedAt: STARTED_AT, reportedStartedAt: STARTED_AT })).toBe(false);
    expect(hasBroadcastEnded({ status: offline, ownStartedAt: null, reportedStartedAt: null })).toBe(false);
  });

  it('awaits this page while nobody sends', () => {
    expect(isAwaitingSender({ status: { ...live, state: 'INTERRUPTED' }, ownStartedAt: STARTED_AT })).toBe(true);
    expect(isAwaitingSender({ status: { ...live, state: 'STARTING' }, ownStartedAt: STARTED_AT })).toBe(true);
    expect(isAwaitingSender({ status: live, ownStartedAt: STARTED_AT })).toBe(false);
    expect(isAwaitingSender({ status: { ...live, state: 'INTERRUPTED' }, ownStartedAt: LATER_START })).toBe(false);
    expect(isAwaitingSender({ status: offline, ownStartedAt: null })).toBe(false);
    expect(isAwaitingSender({ status: null, ownStartedAt: null })).toBe(false);
  });
});
