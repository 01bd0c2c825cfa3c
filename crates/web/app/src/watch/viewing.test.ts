import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/apiError';
import type { ConnectionState } from '../connection/connectionState';
import { isOver, mayWatch, shouldJoin, viewing } from './viewing';

const BEGAN = '2030-01-01T00:00:00.000Z';
const LATER = '2030-01-01T01:00:00.000Z';
const idle: ConnectionState = { phase: 'idle' };
const connected: ConnectionState = { phase: 'connected' };
const failed = (code: string): ConnectionState => ({ phase: 'failed', problem: { code, message: 'no', canRetry: false } });
const refusal = (status: number, code: string) => new ApiError({ status, code, message: 'as said' });

const offline = { isLive: false, state: 'OFFLINE' as const, startedAt: null, isGuestsAllowed: true };
const live = { isLive: true, state: 'ON_AIR' as const, startedAt: BEGAN, isGuestsAllowed: true };

type Given = Parameters<typeof viewing>[0];
const given = (change: Partial<Given>): Given => ({
  page: live,
  pageError: null,
  connection: idle,
  isGuest: false,
  isSending: false,
  hasSent: false,
  leftStart: null,
  ...change,
});
const shows = (change: Partial<Given>) => viewing(given(change)).shows;
const joins = (change: Partial<Given>) => shouldJoin(given(change));

describe('what the watch page shows', () => {
  it('has its own answer for every reason not to have a page', () => {
    expect(shows({ page: null })).toBe('loading');
    expect(shows({ page: null, pageError: refusal(404, 'USER_NOT_FOUND') })).toBe('unknown-user');
    expect(shows({ page: null, pageError: refusal(404, 'STREAM_NOT_FOUND') })).toBe('no-stream');
    expect(shows({ page: null, pageError: refusal(503, 'STORE_UNAVAILABLE') })).toBe('unavailable');
  });

  it('keeps playing while the service can’t be asked', () => {
    expect(shows({ pageError: refusal(503, 'STORE_UNAVAILABLE'), connection: connected, isSending: true })).toBe('playing');
  });

  it('plays, starts, or waits for the creator to come back', () => {
    expect(shows({ connection: connected, isSending: true })).toBe('playing');
    expect(shows({ connection: connected, page: { ...live, state: 'STARTING' } })).toBe('starting');
    expect(shows({ connection: connected })).toBe('starting');
    expect(shows({ connection: connected, hasSent: true })).toBe('be-right-back');
    expect(shows({ connection: connected, page: { ...live, state: 'INTERRUPTED' } })).toBe('be-right-back');
  });

  it('is offline the moment the room closes, though the service’s answer lags', () => {
    expect(shows({ connection: { phase: 'closed', closeReason: 'ended' }, leftStart: BEGAN })).toBe('offline');
    expect(shows({ page: offline })).toBe('offline');
    expect(shows({ connection: failed('STREAM_OFFLINE') })).toBe('offline');
  });

  it.each([
    ['BLOCKED', 'removed'],
    ['GUESTS_NOT_ALLOWED', 'guests-not-allowed'],
    ['HOST_IS_VIEWER', 'own'],
    ['MEDIA_UNAVAILABLE', 'failed'],
  ])('turns the refusal %s into %s', (code, expected) => {
    expect(shows({ connection: failed(code) })).toBe(expected);
  });

  it('keeps an error in sight while it is tried behind it, until there is nothing left to try for', () => {
    const problem = { code: 'MEDIA_UNREACHABLE', message: 'away', canRetry: true };
    for (const phase of ['failed', 'probing'] as const) {
      expect(shows({ connection: { phase, problem } })).toBe('failed');
      expect(shows({ connection: { phase, problem }, page: offline })).toBe('offline');
    }
  });

  it('knows beforehand whom it needn’t ask for', () => {
    expect(shows({ page: { ...live, isHost: true } })).toBe('own');
    expect(shows({ page: { ...live, isBlocked: true } })).toBe('blocked');
    expect(shows({ page: { ...live, isGuestsAllowed: false }, isGuest: true })).toBe('guests-not-allowed');
    expect(shows({ page: { ...live, isGuestsAllowed: false } })).toBe('connecting');
  });

  it('tells who was put out, until that session is over', () => {
    const removed: ConnectionState = { phase: 'closed', closeReason: 'removed' };
    expect(shows({ connection: removed, leftStart: BEGAN })).toBe('removed');
    expect(shows({ connection: removed, leftStart: BEGAN, page: offline })).toBe('offline');
    expect(shows({ connection: { phase: 'closed', closeReason: 'replaced' }, leftStart: BEGAN })).toBe('replaced');
    expect(shows({ connection: failed('BLOCKED'), page: offline })).toBe('offline');
    expect(joins({ connection: failed('BLOCKED'), leftStart: BEGAN })).toBe(false);
    expect(joins({ connection: failed('BLOCKED'), leftStart: BEGAN, page: { ...live, startedAt: LATER } })).toBe(true);
  });

  it('tells a block and a closed door from a removal once the service says so', () => {
    const removed: ConnectionState = { phase: 'closed', closeReason: 'removed' };
    expect(shows({ connection: removed, leftStart: BEGAN, page: { ...live, isBlocked: true } })).toBe('blocked');
    const closedToGuests = { ...live, isGuestsAllowed: false };
    expect(shows({ connection: removed, leftStart: BEGAN, page: closedToGuests, isGuest: true })).toBe('guests-not-allowed');
    expect(shows({ connection: removed, leftStart: BEGAN, page: closedToGuests })).toBe('removed');
  });
});

describe('joining by itself', () => {
  it('happens when the creator is live and this viewer may watch', () => {
    expect(joins({})).toBe(true);
    expect(joins({ page: offline })).toBe(false);
    expect(joins({ page: { ...live, isHost: true } })).toBe(false);
    expect(joins({ page: { ...live, isBlocked: true } })).toBe(false);
    expect(joins({ page: { ...live, isGuestsAllowed: false }, isGuest: true })).toBe(false);
  });

  it('never returns to a session that was left, and joins the next one', () => {
    const closed: ConnectionState = { phase: 'closed', closeReason: 'ended' };
    expect(joins({ connection: closed, leftStart: BEGAN })).toBe(false);
    expect(joins({ connection: closed, leftStart: BEGAN, page: { ...live, startedAt: LATER } })).toBe(true);
  });

  it('doesn’t disturb a connection that is, or that a person has to restart', () => {
    expect(joins({ connection: connected })).toBe(false);
    expect(joins({ connection: { phase: 'connecting', attempt: 1, lastProblem: null } })).toBe(false);
    expect(joins({ connection: failed('MEDIA_UNAVAILABLE') })).toBe(false);
  });
});

it('knows when there is something to come back to', () => {
  expect(mayWatch(live, true)).toBe(true);
  expect(mayWatch({ ...live, state: 'INTERRUPTED' }, false)).toBe(true);
  expect(mayWatch(offline, false)).toBe(false);
  expect(mayWatch({ ...live, isBlocked: true }, false)).toBe(false);
  expect(mayWatch({ ...live, isHost: true }, false)).toBe(false);
  expect(mayWatch({ ...live, isGuestsAllowed: false }, true)).toBe(false);
});

it('takes a closed room and the refusals “offline” and “not you” for the end of this session', () => {
  expect(isOver(failed('STREAM_OFFLINE'))).toBe(true);
  expect(isOver({ phase: 'closed', closeReason: 'ended' })).toBe(true);
  expect(isOver(failed('BLOCKED'))).toBe(true);
  expect(isOver(failed('GUESTS_NOT_ALLOWED'))).toBe(false);
  expect(isOver(connected)).toBe(false);
});
