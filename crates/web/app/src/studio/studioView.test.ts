import { describe, expect, it } from 'vitest';
import type { StreamStatus } from '../api/types';
import type { ConnectionState } from '../connection/connectionState';
import { BROADCAST_OVER, LIVE_ELSEWHERE, studioView, TAKEN_OVER } from './studioView';

const BEGAN = '2030-01-01T00:00:00.000Z';
const offline = { isLive: false, state: 'OFFLINE' as const, startedAt: null };
const live = (state: StreamStatus['state'] = 'ON_AIR') => ({ isLive: true, state, startedAt: BEGAN });
const problem = (code: string) => ({ code, message: 'a sentence', canRetry: false });
const idle: ConnectionState = { phase: 'idle' };

const view = (given: Partial<Parameters<typeof studioView>[0]>) =>
  studioView({ connection: idle, status: offline, ownStart: null, endedStart: null, otherTab: 'none', ...given });

describe('a page that isn’t connected', () => {
  it('previews while offline, or while nothing is known', () => {
    expect(view({})).toEqual({ shows: 'preview' });
    expect(view({ status: null })).toEqual({ shows: 'preview' });
  });

  it('offers to resume what this tab began, also when the service hasn’t noticed the reload yet', () => {
    expect(view({ status: live(), ownStart: BEGAN })).toEqual({ shows: 'resume', after: 'reload' });
    expect(view({ status: live('STARTING'), ownStart: BEGAN })).toEqual({ shows: 'resume', after: 'beginning' });
  });

  it('offers to resume what was interrupted anywhere', () => {
    expect(view({ status: live('INTERRUPTED') })).toEqual({ shows: 'resume', after: 'silence' });
    expect(view({ status: live('INTERRUPTED'), ownStart: BEGAN })).toEqual({ shows: 'resume', after: 'silence' });
  });

  it('says so when another tab or device is sending', () => {
    expect(view({ status: live() })).toEqual({ shows: 'elsewhere', wasHere: false, isTab: false });
    expect(view({ status: live(), ownStart: '2029-01-01T00:00:00.000Z' })).toMatchObject({ shows: 'elsewhere' });
  });

  it('asks before it takes over what another tab sends, whatever this one remembers', () => {
    const inTab = { shows: 'elsewhere', wasHere: false, isTab: true };
    for (const state of ['STARTING', 'ON_AIR', 'INTERRUPTED'] as const) {
      expect(view({ status: live(state), ownStart: BEGAN, otherTab: 'sends' })).toEqual(inTab);
    }
    const replaced: ConnectionState = { phase: 'closed', closeReason: 'replaced' };
    expect(view({ connection: replaced, status: live('INTERRUPTED'), otherTab: 'sends' })).toEqual({ ...inTab, wasHere: true });
  });

  it('asks too where the browser doesn’t tell', () => {
    expect(view({ status: live(), ownStart: BEGAN, otherTab: 'unknown' })).toMatchObject({ shows: 'elsewhere', isTab: false });
    expect(view({ status: live('INTERRUPTED'), ownStart: BEGAN, otherTab: 'unknown' })).toMatchObject({ shows: 'resume' });
  });

  it('offers nothing before it knows', () => {
    expect(view({ status: live(), ownStart: BEGAN, otherTab: 'checking' })).toEqual({ shows: 'checking' });
    expect(view({ otherTab: 'checking' })).toEqual({ shows: 'preview' });
  });

  it('doesn’t offer to resume what has just been ended', () => {
    expect(view({ status: live(), ownStart: BEGAN, endedStart: BEGAN })).toEqual({ shows: 'preview' });
  });
});

describe('a page that is or was connected', () => {
  it('is live by its own connection, whatever the status still says', () => {
    expect(view({ connection: { phase: 'connected' } })).toEqual({ shows: 'live', isReconnecting: false });
    expect(view({ connection: { phase: 'reconnecting' } })).toEqual({ shows: 'live', isReconnecting: true });
  });

  it('tells while it retries why', () => {
    const outage = problem('MEDIA_UNAVAILABLE');
    expect(view({ connection: { phase: 'backoff', attempt: 2, delayMs: 1, problem: outage } })).toEqual({
      shows: 'connecting',
      attempt: 3,
      problem: outage,
      isLive: false,
    });
    const connection: ConnectionState = { phase: 'connecting', attempt: 3, lastProblem: outage };
    expect(view({ connection, status: live() })).toMatchObject({ attempt: 3, problem: outage, isLive: true });
  });

  it('fails with a way to end what may be live', () => {
    const connection: ConnectionState = { phase: 'failed', problem: problem('MEDIA_UNREACHABLE') };
    expect(view({ connection })).toMatchObject({ shows: 'failed', isLive: false });
    expect(view({ connection, status: live('STARTING') })).toMatchObject({ shows: 'failed', isLive: true });
  });

  it('keeps an error in sight while it is tried behind it', () => {
    const connection: ConnectionState = { phase: 'probing', problem: problem('MEDIA_UNREACHABLE') };
    expect(view({ connection, status: live('INTERRUPTED') })).toMatchObject({ shows: 'failed', isLive: true });
  });

  it('asks before it takes over from another', () => {
    expect(view({ connection: { phase: 'failed', problem: problem(LIVE_ELSEWHERE) } })).toMatchObject({ shows: 'elsewhere' });
    expect(view({ connection: { phase: 'closed', closeReason: 'replaced' }, status: live() })).toEqual({
      shows: 'elsewhere',
      wasHere: true,
      isTab: false,
    });
  });

  it('offers to bring it back once whoever took over has gone', () => {
    const silent = { shows: 'resume', after: 'silence' };
    expect(view({ connection: { phase: 'closed', closeReason: 'replaced' }, status: live('INTERRUPTED') })).toEqual(silent);
    const refused: ConnectionState = { phase: 'failed', problem: problem(LIVE_ELSEWHERE) };
    expect(view({ connection: refused, status: live('INTERRUPTED') })).toEqual(silent);
  });

  it('tells who was on the way back that another tab has taken over', () => {
    const refused: ConnectionState = { phase: 'failed', problem: problem(TAKEN_OVER) };
    expect(view({ connection: refused, status: live(), otherTab: 'sends' })).toEqual({ shows: 'elsewhere', wasHere: true, isTab: true });
  });

  it('stops failing when what it tried for is over', () => {
    const connection: ConnectionState = { phase: 'failed', problem: problem('MEDIA_UNREACHABLE') };
    expect(view({ connection, endedStart: BEGAN })).toEqual({ shows: 'preview' });
    const another = { ...live(), startedAt: '2030-01-01T01:00:00.000Z' };
    expect(view({ connection, endedStart: BEGAN, status: another })).toMatchObject({ shows: 'elsewhere', wasHere: true });
  });

  it('is back at the preview when the broadcast is over', () => {
    expect(view({ connection: { phase: 'closed', closeReason: 'ended' }, status: live() })).toEqual({ shows: 'preview' });
    expect(view({ connection: { phase: 'failed', problem: problem(BROADCAST_OVER) } })).toEqual({ shows: 'preview' });
    expect(view({ connection: { phase: 'closed', closeReason: 'replaced' } })).toEqual({ shows: 'preview' });
  });
});
