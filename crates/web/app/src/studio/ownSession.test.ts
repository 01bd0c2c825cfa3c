import { describe, expect, it } from 'vitest';
import { isGone, isWaitingForUs } from './ownSession';

const BEGAN = '2030-01-01T00:00:00.000Z';
const LATER = '2030-01-01T01:00:00.000Z';
const offline = { isLive: false, state: 'OFFLINE', startedAt: null } as const;
const live = { isLive: true, state: 'ON_AIR', startedAt: BEGAN } as const;

describe('a broadcast of this page', () => {
  it('is over when the service says so, or speaks of another', () => {
    expect(isGone({ status: offline, ownStart: BEGAN, seenStart: BEGAN })).toBe(true);
    expect(isGone({ status: { ...live, startedAt: LATER }, ownStart: BEGAN, seenStart: BEGAN })).toBe(true);
    expect(isGone({ status: live, ownStart: BEGAN, seenStart: BEGAN })).toBe(false);
  });

  it('isn’t over for a word that is older than the broadcast', () => {
    expect(isGone({ status: offline, ownStart: LATER, seenStart: BEGAN })).toBe(false);
    expect(isGone({ status: offline, ownStart: BEGAN, seenStart: null })).toBe(false);
    expect(isGone({ status: null, ownStart: BEGAN, seenStart: BEGAN })).toBe(false);
    expect(isGone({ status: offline, ownStart: null, seenStart: null })).toBe(false);
  });

  it('waits for this page while nobody sends', () => {
    expect(isWaitingForUs({ status: { ...live, state: 'INTERRUPTED' }, ownStart: BEGAN })).toBe(true);
    expect(isWaitingForUs({ status: { ...live, state: 'STARTING' }, ownStart: BEGAN })).toBe(true);
    expect(isWaitingForUs({ status: live, ownStart: BEGAN })).toBe(false);
    expect(isWaitingForUs({ status: { ...live, state: 'INTERRUPTED' }, ownStart: LATER })).toBe(false);
    expect(isWaitingForUs({ status: offline, ownStart: null })).toBe(false);
    expect(isWaitingForUs({ status: null, ownStart: null })).toBe(false);
  });
});
