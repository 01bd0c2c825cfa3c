import { DisconnectReason } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { IDLE, connectionReducer, type ConnectionEvent, type ConnectionState } from './connectionState';
import type { ConnectionProblem } from './connectionProblem';

const outage: ConnectionProblem = { code: 'MEDIA_UNAVAILABLE', message: 'away', canRetry: true };
const rule: ConnectionProblem = { code: 'BLOCKED', message: 'no', canRetry: false };

const start: ConnectionEvent = { type: 'start' };
const joined: ConnectionEvent = { type: 'joined' };
const waited: ConnectionEvent = { type: 'backoffElapsed' };
const failed = (problem = outage): ConnectionEvent => ({ type: 'attemptFailed', problem, random: 0.5 });
const lost = (reason?: DisconnectReason): ConnectionEvent => ({ type: 'disconnected', reason, random: 0.5 });

const after = (...events: ConnectionEvent[]): ConnectionState => events.reduce(connectionReducer, IDLE);

describe('the connection', () => {
  it('connects, and the media library reconnects it', () => {
    expect(after(start, joined)).toEqual({ phase: 'connected' });
    expect(after(start, joined, { type: 'reconnecting' })).toEqual({ phase: 'reconnecting' });
    expect(after(start, joined, { type: 'reconnecting' }, { type: 'reconnected' })).toEqual({ phase: 'connected' });
  });

  it('waits longer after each failure, and fails after the third', () => {
    expect(after(start, failed())).toEqual({ phase: 'backoff', attempt: 1, delayMs: 1_000, problem: outage });
    expect(after(start, failed(), waited)).toEqual({ phase: 'connecting', attempt: 2, lastProblem: outage });
    expect(after(start, failed(), waited, failed())).toMatchObject({ phase: 'backoff', attempt: 2, delayMs: 2_000 });
    expect(after(start, failed(), waited, failed(), waited, failed())).toEqual({ phase: 'failed', problem: outage });
  });

  it('restarts at attempt one when the user retries', () => {
    expect(after(start, failed(rule), start)).toEqual({ phase: 'connecting', attempt: 1, lastProblem: null });
  });

  it('is probed after it has failed, and the error stays until the probe succeeds', () => {
    const gaveUp = after(start, failed(), waited, failed(), waited, failed());
    const probing = connectionReducer(gaveUp, { type: 'probe' });
    expect(probing).toEqual({ phase: 'probing', problem: outage });
    expect(connectionReducer(probing, joined)).toEqual({ phase: 'connected' });
    expect(connectionReducer(probing, failed())).toEqual({ phase: 'failed', problem: outage });
    expect(connectionReducer(probing, failed(rule))).toEqual({ phase: 'failed', problem: rule });
    expect(connectionReducer(probing, lost())).toMatchObject({ phase: 'failed' });
    expect(connectionReducer(probing, lost(DisconnectReason.ROOM_DELETED))).toEqual({ phase: 'closed', closeReason: 'ended' });
    expect(connectionReducer(probing, start)).toEqual({ phase: 'connecting', attempt: 1, lastProblem: null });
  });

  it('isn’t probed after a final error, nor while it is established', () => {
    for (const state of [after(start, failed(rule)), after(start, joined), IDLE]) {
      expect(connectionReducer(state, { type: 'probe' })).toBe(state);
    }
  });

  it('doesn’t retry after a final error', () => {
    expect(after(start, failed(rule))).toEqual({ phase: 'failed', problem: rule });
  });

  it.each([
    [DisconnectReason.ROOM_DELETED, 'ended'],
    [DisconnectReason.DUPLICATE_IDENTITY, 'replaced'],
    [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
  ])('is closed after reason %i', (reason, closeReason) => {
    expect(after(start, joined, lost(reason))).toEqual({ phase: 'closed', closeReason });
    expect(after(start, lost(reason))).toEqual({ phase: 'closed', closeReason });
    expect(after(start, joined, { type: 'reconnecting' }, lost(reason))).toEqual({ phase: 'closed', closeReason });
  });

  it.each([undefined, DisconnectReason.SERVER_SHUTDOWN, DisconnectReason.STATE_MISMATCH, DisconnectReason.SIGNAL_CLOSE])(
    'reconnects after reason %s, with three new attempts',
    (reason) => {
      const state = after(start, joined, lost(reason));
      expect(state).toMatchObject({ phase: 'backoff', attempt: 0 });
      expect(connectionReducer(state, waited)).toMatchObject({ phase: 'connecting', attempt: 1 });
    },
  );

  it('counts a disconnect while joining as a failed attempt', () => {
    expect(after(start, lost())).toMatchObject({ phase: 'backoff', attempt: 1 });
  });

  it('ignores late events', () => {
    const closed = after(start, joined, lost(DisconnectReason.ROOM_DELETED));
    for (const event of [joined, waited, failed(), lost(), { type: 'reconnected' } as const]) {
      expect(connectionReducer(closed, event)).toBe(closed);
    }
    expect(connectionReducer(IDLE, joined)).toBe(IDLE);
    const connected = after(start, joined);
    expect(connectionReducer(connected, start)).toBe(connected);
  });

  it('can be left in any state', () => {
    for (const state of [after(start), after(start, joined), after(start, failed()), after(start, failed(rule))]) {
      expect(connectionReducer(state, { type: 'leave' })).toEqual(IDLE);
    }
  });
});
