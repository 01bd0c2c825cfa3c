import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/apiError';
import type { ConnectionState } from '../connection/connectionState';
import { isOver, canWatch, shouldJoin, watchView } from './watchView';

const STARTED_AT = '2030-01-01T00:00:00.000Z';
const LATER_START = '2030-01-01T01:00:00.000Z';
const idle: ConnectionState = { phase: 'idle' };
const connected: ConnectionState = { phase: 'connected' };
const failed = (code: string): ConnectionState => ({ phase: 'failed', problem: { code, message: 'no', canRetry: false } });
const serviceError = (status: number, code: string) => new ApiError({ status, code, message: 'as said' });

const offline = { isLive: false, state: 'OFFLINE' as const, startedAt: null, isGuestsAllowed: true };
const live = { isLive: true, state: 'ON_AIR' as const, startedAt: STARTED_AT, isGuestsAllowed: true };

type WatchViewInput = Parameters<typeof watchView>[0];
const input = (change: Partial<WatchViewInput>): WatchViewInput => ({
  stream: live,
  streamError: null,
  connection: idle,
  isGuest: false,
  isSending: false,
  hasSent: false,
  leftStartedAt: null,
  ...change,
});
const viewKind = (change: Partial<WatchViewInput>) => watchView(input(change)).kind;
const shouldJoinWith = (change: Partial<WatchViewInput>) => shouldJoin(input(change));

describe('the watch page', () => {
  it('has a view for every reason not to show a stream', () => {
    expect(viewKind({ stream: null })).toBe('loading');
    expect(viewKind({ stream: null, streamError: serviceError(404, 'USER_NOT_FOUND') })).toBe('unknown-user');
    expect(viewKind({ stream: null, streamError: serviceError(404, 'STREAM_NOT_FOUND') })).toBe('no-stream');
    expect(viewKind({ stream: null, streamError: serviceError(503, 'STORE_UNAVAILABLE') })).toBe('unavailable');
  });

  it('keeps playing while the service is unreachable', () => {
    expect(viewKind({ streamError: serviceError(503, 'STORE_UNAVAILABLE'), connection: connected, isSending: true })).toBe('playing');
  });

  it('plays, starts, or waits for the creator to reconnect', () => {
    expect(viewKind({ connection: connected, isSending: true })).toBe('playing');
    expect(viewKind({ connection: connected, stream: { ...live, state: 'STARTING' } })).toBe('starting');
    expect(viewKind({ connection: connected })).toBe('starting');
    expect(viewKind({ connection: connected, hasSent: true })).toBe('interrupted');
    expect(viewKind({ connection: connected, stream: { ...live, state: 'INTERRUPTED' } })).toBe('interrupted');
  });

  it('is offline as soon as the room closes, although the service’s status lags', () => {
    expect(viewKind({ connection: { phase: 'closed', closeReason: 'ended' }, leftStartedAt: STARTED_AT })).toBe('offline');
    expect(viewKind({ stream: offline })).toBe('offline');
    expect(viewKind({ connection: failed('STREAM_OFFLINE') })).toBe('offline');
  });

  it.each([
    ['BLOCKED', 'removed'],
    ['GUESTS_NOT_ALLOWED', 'guests-not-allowed'],
    ['HOST_IS_VIEWER', 'own'],
    ['MEDIA_UNAVAILABLE', 'failed'],
  ])('shows the error %s as %s', (code, expected) => {
    expect(viewKind({ connection: failed(code) })).toBe(expected);
  });

  it('keeps showing an error while probing, until there is nothing to join', () => {
    const problem = { code: 'MEDIA_UNREACHABLE', message: 'away', canRetry: true };
    for (const phase of ['failed', 'probing'] as const) {
      expect(viewKind({ connection: { phase, problem } })).toBe('failed');
      expect(viewKind({ connection: { phase, problem }, stream: offline })).toBe('offline');
    }
  });

  it('doesn’t ask for a token if the stream’s data already forbids watching', () => {
    expect(viewKind({ stream: { ...live, isHost: true } })).toBe('own');
    expect(viewKind({ stream: { ...live, isBlocked: true } })).toBe('blocked');
    expect(viewKind({ stream: { ...live, isGuestsAllowed: false }, isGuest: true })).toBe('guests-not-allowed');
    expect(viewKind({ stream: { ...live, isGuestsAllowed: false } })).toBe('connecting');
  });

  it('shows a removal until the session is over', () => {
    const removed: ConnectionState = { phase: 'closed', closeReason: 'removed' };
    expect(viewKind({ connection: removed, leftStartedAt: STARTED_AT })).toBe('removed');
    expect(viewKind({ connection: removed, leftStartedAt: STARTED_AT, stream: offline })).toBe('offline');
    expect(viewKind({ connection: { phase: 'closed', closeReason: 'replaced' }, leftStartedAt: STARTED_AT })).toBe('replaced');
    expect(viewKind({ connection: failed('BLOCKED'), stream: offline })).toBe('offline');
    expect(shouldJoinWith({ connection: failed('BLOCKED'), leftStartedAt: STARTED_AT })).toBe(false);
    expect(shouldJoinWith({ connection: failed('BLOCKED'), leftStartedAt: STARTED_AT, stream: { ...live, startedAt: LATER_START } })).toBe(true);
  });

  it('distinguishes a block and a guest ban from a removal once the service reports them', () => {
    const removed: ConnectionState = { phase: 'closed', closeReason: 'removed' };
    expect(viewKind({ connection: removed, leftStartedAt: STARTED_AT, stream: { ...live, isBlocked: true } })).toBe('blocked');
    const closedToGuests = { ...live, isGuestsAllowed: false };
    expect(viewKind({ connection: removed, leftStartedAt: STARTED_AT, stream: closedToGuests, isGuest: true })).toBe('guests-not-allowed');
    expect(viewKind({ connection: removed, leftStartedAt: STARTED_AT, stream: closedToGuests })).toBe('removed');
  });
});

describe('joining automatically', () => {
  it('happens when the creator is live and the viewer may watch', () => {
    expect(shouldJoinWith({})).toBe(true);
    expect(shouldJoinWith({ stream: offline })).toBe(false);
    expect(shouldJoinWith({ stream: { ...live, isHost: true } })).toBe(false);
    expect(shouldJoinWith({ stream: { ...live, isBlocked: true } })).toBe(false);
    expect(shouldJoinWith({ stream: { ...live, isGuestsAllowed: false }, isGuest: true })).toBe(false);
  });

  it('never returns to a session that was left, and joins the next one', () => {
    const closed: ConnectionState = { phase: 'closed', closeReason: 'ended' };
    expect(shouldJoinWith({ connection: closed, leftStartedAt: STARTED_AT })).toBe(false);
    expect(shouldJoinWith({ connection: closed, leftStartedAt: STARTED_AT, stream: { ...live, startedAt: LATER_START } })).toBe(true);
  });

  it('doesn’t interfere with a connection, or with one that the user has to restart', () => {
    expect(shouldJoinWith({ connection: connected })).toBe(false);
    expect(shouldJoinWith({ connection: { phase: 'connecting', attempt: 1, lastProblem: null } })).toBe(false);
    expect(shouldJoinWith({ connection: failed('MEDIA_UNAVAILABLE') })).toBe(false);
  });
});

it('reports whether there is something to watch', () => {
  expect(canWatch(live, true)).toBe(true);
  expect(canWatch({ ...live, state: 'INTERRUPTED' }, false)).toBe(true);
  expect(canWatch(offline, false)).toBe(false);
  expect(canWatch({ ...live, isBlocked: true }, false)).toBe(false);
  expect(canWatch({ ...live, isHost: true }, false)).toBe(false);
  expect(canWatch({ ...live, isGuestsAllowed: false }, true)).toBe(false);
});

it('treats a closed room and the errors “offline” and “blocked” as the end of the session', () => {
  expect(isOver(failed('STREAM_OFFLINE'))).toBe(true);
  expect(isOver({ phase: 'closed', closeReason: 'ended' })).toBe(true);
  expect(isOver(failed('BLOCKED'))).toBe(true);
  expect(isOver(failed('GUESTS_NOT_ALLOWED'))).toBe(false);
  expect(isOver(connected)).toBe(false);
});
