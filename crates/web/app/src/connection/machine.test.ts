import { DisconnectReason } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { IDLE, next, type ConnectionEvent, type ConnectionState } from './machine';
import type { ConnectionProblem } from './problem';

const outage: ConnectionProblem = { code: 'MEDIA_UNAVAILABLE', message: 'away', canRetry: true };
const rule: ConnectionProblem = { code: 'BLOCKED', message: 'no', canRetry: false };

const start: ConnectionEvent = { type: 'start' };
const joined: ConnectionEvent = { type: 'joined' };
const waited: ConnectionEvent = { type: 'waited' };
const failed = (problem = outage): ConnectionEvent => ({ type: 'attemptFailed', problem, chance: 0.5 });
const lost = (reason?: DisconnectReason): ConnectionEvent => ({ type: 'lost', reason, chance: 0.5 });

const after = (...events: ConnectionEvent[]): ConnectionState => events.reduce(next, IDLE);

describe('the connection', () => {
  it('connects and is repaired by the media library', () => {
    expect(after(start, joined)).toEqual({ at: 'connected' });
    expect(after(start, joined, { type: 'breaking' })).toEqual({ at: 'repairing' });
    expect(after(start, joined, { type: 'breaking' }, { type: 'repaired' })).toEqual({ at: 'connected' });
  });

  it('waits longer after each failure and gives up after the third', () => {
    expect(after(start, failed())).toEqual({ at: 'waiting', attempt: 1, delayMs: 1_000, problem: outage });
    expect(after(start, failed(), waited)).toEqual({ at: 'connecting', attempt: 2, lastProblem: outage });
    expect(after(start, failed(), waited, failed())).toMatchObject({ at: 'waiting', attempt: 2, delayMs: 2_000 });
    expect(after(start, failed(), waited, failed(), waited, failed())).toEqual({ at: 'failed', problem: outage });
  });

  it('starts over from one when a person tries again', () => {
    expect(after(start, failed(rule), start)).toEqual({ at: 'connecting', attempt: 1, lastProblem: null });
  });

  it('is tried once more behind an error, which stays until it works', () => {
    const gaveUp = after(start, failed(), waited, failed(), waited, failed());
    const probing = next(gaveUp, { type: 'probe' });
    expect(probing).toEqual({ at: 'probing', problem: outage });
    expect(next(probing, joined)).toEqual({ at: 'connected' });
    expect(next(probing, failed())).toEqual({ at: 'failed', problem: outage });
    expect(next(probing, failed(rule))).toEqual({ at: 'failed', problem: rule });
    expect(next(probing, lost())).toMatchObject({ at: 'failed' });
    expect(next(probing, lost(DisconnectReason.ROOM_DELETED))).toEqual({ at: 'closed', why: 'ended' });
    expect(next(probing, start)).toEqual({ at: 'connecting', attempt: 1, lastProblem: null });
  });

  it('isn’t tried once more against a rule, nor while it stands', () => {
    for (const state of [after(start, failed(rule)), after(start, joined), IDLE]) {
      expect(next(state, { type: 'probe' })).toBe(state);
    }
  });

  it('doesn’t repeat what a rule forbids', () => {
    expect(after(start, failed(rule))).toEqual({ at: 'failed', problem: rule });
  });

  it.each([
    [DisconnectReason.ROOM_DELETED, 'ended'],
    [DisconnectReason.DUPLICATE_IDENTITY, 'replaced'],
    [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
  ])('is over for good after reason %i', (reason, why) => {
    expect(after(start, joined, lost(reason))).toEqual({ at: 'closed', why });
    expect(after(start, lost(reason))).toEqual({ at: 'closed', why });
    expect(after(start, joined, { type: 'breaking' }, lost(reason))).toEqual({ at: 'closed', why });
  });

  it.each([undefined, DisconnectReason.SERVER_SHUTDOWN, DisconnectReason.STATE_MISMATCH, DisconnectReason.SIGNAL_CLOSE])(
    'comes back by itself after reason %s, with three fresh attempts',
    (reason) => {
      const state = after(start, joined, lost(reason));
      expect(state).toMatchObject({ at: 'waiting', attempt: 0 });
      expect(next(state, waited)).toMatchObject({ at: 'connecting', attempt: 1 });
    },
  );

  it('counts a drop while joining as a failed attempt', () => {
    expect(after(start, lost())).toMatchObject({ at: 'waiting', attempt: 1 });
  });

  it('ignores what comes late', () => {
    const closed = after(start, joined, lost(DisconnectReason.ROOM_DELETED));
    for (const event of [joined, waited, failed(), lost(), { type: 'repaired' } as const]) {
      expect(next(closed, event)).toBe(closed);
    }
    expect(next(IDLE, joined)).toBe(IDLE);
    const connected = after(start, joined);
    expect(next(connected, start)).toBe(connected);
  });

  it('can be left from anywhere', () => {
    for (const state of [after(start), after(start, joined), after(start, failed()), after(start, failed(rule))]) {
      expect(next(state, { type: 'leave' })).toEqual(IDLE);
    }
  });
});
