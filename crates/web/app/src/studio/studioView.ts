// What the studio shows, derived from this page's connection and the service's status.
import type { StreamStatus } from '../api/types';
import type { ConnectionState } from '../connection/connectionState';
import type { ConnectionProblem } from '../connection/connectionProblem';
import type { OtherTab } from './broadcastLock';

export type StudioView =
  | { kind: 'preview' }
  /** `attempt`: the running or next attempt. `problem`: the result of the previous one. */
  | { kind: 'connecting'; attempt: number; problem: ConnectionProblem | null; isLive: boolean }
  | { kind: 'live'; isReconnecting: boolean }
  /** Live, but not sent from here any more: after a reload or a broken connection. */
  | { kind: 'resume'; reason: ResumeReason }
  /** Live, while checking whether another tab of this browser is sending. */
  | { kind: 'checking' }
  /** Live from another tab or device. Taking over needs confirmation, because it disconnects that one. */
  | { kind: 'elsewhere'; wasSendingHere: boolean; isOtherTab: boolean }
  | { kind: 'failed'; problem: ConnectionProblem; isLive: boolean };

/**
 * `not-published`: nothing was sent yet. `reload`: this tab was sending until its reload, which the service may not
 * have noticed yet. `not-sending`: nobody is sending.
 */
export type ResumeReason = 'not-published' | 'reload' | 'not-sending';

/** Codes of this page, in addition to those of the service. */
export const LIVE_ELSEWHERE = 'LIVE_ELSEWHERE';
export const BROADCAST_ENDED = 'BROADCAST_OVER';
export const TAKEN_OVER = 'TAKEN_OVER';

type Status = Pick<StreamStatus, 'isLive' | 'state' | 'startedAt'>;

interface StudioViewInput {
  connection: ConnectionState;
  status: Status | null;
  /** The start time of the broadcast that this tab started. */
  ownStartedAt: string | null;
  /** The start time of a broadcast that has ended. The service's status may lag behind. */
  endedStartedAt: string | null;
  /** Whether another tab of this browser is sending. Only checked while this one isn't. */
  otherTab: OtherTab;
}

export function studioView({ connection, status, ownStartedAt, endedStartedAt, otherTab }: StudioViewInput): StudioView {
  const isLive = status !== null && status.isLive && !(endedStartedAt !== null && status.startedAt === endedStartedAt);
  const isOtherTab = otherTab === 'sending';
  // While interrupted nobody is sending, so resuming disconnects nobody. Only another tab of this browser may be
  // reconnecting.
  const hasNoSender = isLive && status.state === 'INTERRUPTED' && !isOtherTab;
  switch (connection.phase) {
    case 'connected':
      return { kind: 'live', isReconnecting: false };
    case 'reconnecting':
      return { kind: 'live', isReconnecting: true };
    case 'connecting':
      return { kind: 'connecting', attempt: connection.attempt, problem: connection.lastProblem, isLive };
    case 'backoff':
      return { kind: 'connecting', attempt: connection.attempt + 1, problem: connection.problem, isLive };
    case 'failed':
    case 'probing':
      if (connection.problem.code === LIVE_ELSEWHERE && hasNoSender) return { kind: 'resume', reason: 'not-sending' };
      if (connection.problem.code === LIVE_ELSEWHERE) return { kind: 'elsewhere', wasSendingHere: false, isOtherTab };
      if (connection.problem.code === TAKEN_OVER) return viewAfterDisconnect(isLive, hasNoSender, isOtherTab);
      if (connection.problem.code === BROADCAST_ENDED) return { kind: 'preview' };
      // The broadcast has ended meanwhile; a live one is another broadcast.
      if (endedStartedAt !== null) return viewAfterDisconnect(isLive, hasNoSender, isOtherTab);
      return { kind: 'failed', problem: connection.problem, isLive };
    case 'closed':
      return connection.closeReason === 'ended' ? { kind: 'preview' } : viewAfterDisconnect(isLive, hasNoSender, isOtherTab);
    case 'idle':
      if (!isLive) return { kind: 'preview' };
      if (otherTab === 'checking') return { kind: 'checking' };
      if (hasNoSender) return { kind: 'resume', reason: 'not-sending' };
      // A duplicated tab has the same session storage as the sending tab, so the lock must confirm it.
      if (otherTab !== 'none' || status.startedAt !== ownStartedAt) return { kind: 'elsewhere', wasSendingHere: false, isOtherTab };
      return { kind: 'resume', reason: status.state === 'STARTING' ? 'not-published' : 'reload' };
  }
}

/** This page has stopped sending; the broadcast may continue elsewhere. */
function viewAfterDisconnect(isLive: boolean, hasNoSender: boolean, isOtherTab: boolean): StudioView {
  if (!isLive) return { kind: 'preview' };
  return hasNoSender ? { kind: 'resume', reason: 'not-sending' } : { kind: 'elsewhere', wasSendingHere: true, isOtherTab };
}
