import { describe, expect, it } from 'vitest';
import type { StreamStatus } from '../api/types';
import type { ConnectionState } from '../connection/connectionState';
import { BROADCAST_ENDED, LIVE_ELSEWHERE, studioView, TAKEN_OVER } from './studioView';

const STARTED_AT = '2030-01-01T00:00:00.000Z';
const offline = { isLive: false, state: 'OFFLINE' as const, startedAt: null };
const live = (state: StreamStatus['state'] = 'ON_AIR') => ({ isLive: true, state, startedAt: STARTED_AT });
const problem = (code: string) => ({ code, message: 'a sentence', canRetry: false });
const idle: ConnectionState = { phase: 'idle' };

const view = (input: Partial<Parameters<typeof studioView>[0]>) =>
  studioView({ connection: idle, status: offline, ownStartedAt: null, endedStartedAt: null, otherTab: 'none', ...input });

describe('a page that isn’t connected', () => {
  it('shows the preview while offline or unknown', () => {
    expect(view({})).toEqual({ kind: 'preview' });
    expect(view({ status: null })).toEqual({ kind: 'preview' });
  });

  it('offers to resume its own broadcast, even if the service hasn’t noticed the reload', () => {
    expect(view({ status: live(), ownStartedAt: STARTED_AT })).toEqual({ kind: 'resume', reason: 'reload' });
    expect(view({ status: live('STARTING'), ownStartedAt: STARTED_AT })).toEqual({ kind: 'resume', reason: 'not-published' });
  });

  it('offers to resume an interrupted broadcast', () => {
    expect(view({ status: live('INTERRUPTED') })).toEqual({ kind: 'resume', reason: 'not-sending' });
    expect(view({ status: live('INTERRUPTED'), ownStartedAt: STARTED_AT })).toEqual({ kind: 'resume', reason: 'not-sending' });
  });

  it('shows that another tab or device is sending', () => {
    expect(view({ status: live() })).toEqual({ kind: 'elsewhere', wasSendingHere: false, isOtherTab: false });
    expect(view({ status: live(), ownStartedAt: '2029-01-01T00:00:00.000Z' })).toMatchObject({ kind: 'elsewhere' });
  });

  it('asks for confirmation if another tab is sending, even for its own broadcast', () => {
    const inOtherTab = { kind: 'elsewhere', wasSendingHere: false, isOtherTab: true };
    for (const state of ['STARTING', 'ON_AIR', 'INTERRUPTED'] as const) {
      expect(view({ status: live(state), ownStartedAt: STARTED_AT, otherTab: 'sending' })).toEqual(inOtherTab);
    }
    const replaced: ConnectionState = { phase: 'closed', closeReason: 'replaced' };
    expect(view({ connection: replaced, status: live('INTERRUPTED'), otherTab: 'sending' })).toEqual({ ...inOtherTab, wasSendingHere: true });
  });

  it('asks for confirmation if the browser doesn’t support locks', () => {
    expect(view({ status: live(), ownStartedAt: STARTED_AT, otherTab: 'unknown' })).toMatchObject({ kind: 'elsewhere', isOtherTab: false });
    expect(view({ status: live('INTERRUPTED'), ownStartedAt: STARTED_AT, otherTab: 'unknown' })).toMatchObject({ kind: 'resume' });
  });

  it('offers nothing while it checks for other tabs', () => {
    expect(view({ status: live(), ownStartedAt: STARTED_AT, otherTab: 'checking' })).toEqual({ kind: 'checking' });
    expect(view({ otherTab: 'checking' })).toEqual({ kind: 'preview' });
  });

  it('doesn’t offer to resume a broadcast that has just ended', () => {
    expect(view({ status: live(), ownStartedAt: STARTED_AT, endedStartedAt: STARTED_AT })).toEqual({ kind: 'preview' });
  });
});

describe('a page that is or was connected', () => {
  it('is live by its own connection, whatever the status says', () => {
    expect(view({ connection: { phase: 'connected' } })).toEqual({ kind: 'live', isReconnecting: false });
    expect(view({ connection: { phase: 'reconnecting' } })).toEqual({ kind: 'live', isReconnecting: true });
  });

  it('shows the reason while it retries', () => {
    const outage = problem('MEDIA_UNAVAILABLE');
    expect(view({ connection: { phase: 'backoff', attempt: 2, delayMs: 1, problem: outage } })).toEqual({
      kind: 'connecting',
      attempt: 3,
      problem: outage,
      isLive: false,
    });
    const connection: ConnectionState = { phase: 'connecting', attempt: 3, lastProblem: outage };
    expect(view({ connection, status: live() })).toMatchObject({ attempt: 3, problem: outage, isLive: true });
  });

  it('offers to end a broadcast that may be live after a failure', () => {
    const connection: ConnectionState = { phase: 'failed', problem: problem('MEDIA_UNREACHABLE') };
    expect(view({ connection })).toMatchObject({ kind: 'failed', isLive: false });
    expect(view({ connection, status: live('STARTING') })).toMatchObject({ kind: 'failed', isLive: true });
  });

  it('keeps showing an error while probing', () => {
    const connection: ConnectionState = { phase: 'probing', problem: problem('MEDIA_UNREACHABLE') };
    expect(view({ connection, status: live('INTERRUPTED') })).toMatchObject({ kind: 'failed', isLive: true });
  });

  it('asks for confirmation before it takes over', () => {
    expect(view({ connection: { phase: 'failed', problem: problem(LIVE_ELSEWHERE) } })).toMatchObject({ kind: 'elsewhere' });
    expect(view({ connection: { phase: 'closed', closeReason: 'replaced' }, status: live() })).toEqual({
      kind: 'elsewhere',
      wasSendingHere: true,
      isOtherTab: false,
    });
  });

  it('offers to resume when the other sender has gone', () => {
    const notSending = { kind: 'resume', reason: 'not-sending' };
    expect(view({ connection: { phase: 'closed', closeReason: 'replaced' }, status: live('INTERRUPTED') })).toEqual(notSending);
    const refused: ConnectionState = { phase: 'failed', problem: problem(LIVE_ELSEWHERE) };
    expect(view({ connection: refused, status: live('INTERRUPTED') })).toEqual(notSending);
  });

  it('shows that another tab took over while it was reconnecting', () => {
    const refused: ConnectionState = { phase: 'failed', problem: problem(TAKEN_OVER) };
    expect(view({ connection: refused, status: live(), otherTab: 'sending' })).toEqual({ kind: 'elsewhere', wasSendingHere: true, isOtherTab: true });
  });

  it('stops showing the failure when the broadcast has ended', () => {
    const connection: ConnectionState = { phase: 'failed', problem: problem('MEDIA_UNREACHABLE') };
    expect(view({ connection, endedStartedAt: STARTED_AT })).toEqual({ kind: 'preview' });
    const another = { ...live(), startedAt: '2030-01-01T01:00:00.000Z' };
    expect(view({ connection, endedStartedAt: STARTED_AT, status: another })).toMatchObject({ kind: 'elsewhere', wasSendingHere: true });
  });

  it('returns to the preview when the broadcast has ended', () => {
    expect(view({ connection: { phase: 'closed', closeReason: 'ended' }, status: live() })).toEqual({ kind: 'preview' });
    expect(view({ connection: { phase: 'failed', problem: problem(BROADCAST_ENDED) } })).toEqual({ kind: 'preview' });
    expect(view({ connection: { phase: 'closed', closeReason: 'replaced' } })).toEqual({ kind: 'preview' });
  });
});
