// What the studio shows, decided from the connection of this page and from what the service says.
import type { StreamStatus } from '../api/types';
import type { ConnectionState } from '../connection/connectionState';
import type { ConnectionProblem } from '../connection/connectionProblem';
import type { OtherTab } from './sendingClaim';

export type StudioView =
  | { shows: 'preview' }
  /** `attempt` is the one under way or waited for; `problem` is what became of the one before. */
  | { shows: 'connecting'; attempt: number; problem: ConnectionProblem | null; isLive: boolean }
  | { shows: 'live'; isReconnecting: boolean }
  /** Live, but not from here any more: this tab was loaded again, or the connection broke. */
  | { shows: 'resume'; after: ResumeAfter }
  /** Live, and it isn't known yet whether another tab of this browser sends. */
  | { shows: 'checking' }
  /** Live from another tab or device: coming here would end that one, so it is asked first. */
  | { shows: 'elsewhere'; wasHere: boolean; isTab: boolean }
  | { shows: 'failed'; problem: ConnectionProblem; isLive: boolean };

/**
 * `beginning`: nothing had got through yet. `reload`: this tab sent until it was loaded again, which the
 * service may not have noticed. `silence`: nobody sends, and viewers are told to wait.
 */
export type ResumeAfter = 'beginning' | 'reload' | 'silence';

/** Codes of this page's own, beside those of the service. */
export const LIVE_ELSEWHERE = 'LIVE_ELSEWHERE';
export const BROADCAST_OVER = 'BROADCAST_OVER';
export const TAKEN_OVER = 'TAKEN_OVER';

type Status = Pick<StreamStatus, 'isLive' | 'state' | 'startedAt'>;

interface Given {
  connection: ConnectionState;
  status: Status | null;
  /** When the broadcast that this tab started began. */
  ownStart: string | null;
  /** When the broadcast began that is known to be over; the service's status lags behind that. */
  endedStart: string | null;
  /** Whether another tab of this browser sends. Asked only while this one doesn't. */
  otherTab: OtherTab;
}

export function studioView({ connection, status, ownStart, endedStart, otherTab }: Given): StudioView {
  const isLive = status !== null && status.isLive && !(endedStart !== null && status.startedAt === endedStart);
  const isTab = otherTab === 'sends';
  // Nobody is sending while interrupted, so nobody can be pushed aside: whoever took over is gone again. Only a tab
  // of this browser may be about to come back.
  const isSilent = isLive && status.state === 'INTERRUPTED' && !isTab;
  switch (connection.phase) {
    case 'connected':
      return { shows: 'live', isReconnecting: false };
    case 'reconnecting':
      return { shows: 'live', isReconnecting: true };
    case 'connecting':
      return { shows: 'connecting', attempt: connection.attempt, problem: connection.lastProblem, isLive };
    case 'backoff':
      return { shows: 'connecting', attempt: connection.attempt + 1, problem: connection.problem, isLive };
    case 'failed':
    case 'probing':
      if (connection.problem.code === LIVE_ELSEWHERE && isSilent) return { shows: 'resume', after: 'silence' };
      if (connection.problem.code === LIVE_ELSEWHERE) return { shows: 'elsewhere', wasHere: false, isTab };
      if (connection.problem.code === TAKEN_OVER) return afterTheEnd(isLive, isSilent, isTab);
      if (connection.problem.code === BROADCAST_OVER) return { shows: 'preview' };
      // What was tried for has ended meanwhile; what is live now is another one.
      if (endedStart !== null) return afterTheEnd(isLive, isSilent, isTab);
      return { shows: 'failed', problem: connection.problem, isLive };
    case 'closed':
      return connection.closeReason === 'ended' ? { shows: 'preview' } : afterTheEnd(isLive, isSilent, isTab);
    case 'idle':
      if (!isLive) return { shows: 'preview' };
      if (otherTab === 'checking') return { shows: 'checking' };
      if (isSilent) return { shows: 'resume', after: 'silence' };
      // A duplicated tab has the same memory as the one that sends: without another proof it asks.
      if (otherTab !== 'none' || status.startedAt !== ownStart) return { shows: 'elsewhere', wasHere: false, isTab };
      return { shows: 'resume', after: status.state === 'STARTING' ? 'beginning' : 'reload' };
  }
}

/** This page sends no more, whatever goes on without it. */
function afterTheEnd(isLive: boolean, isSilent: boolean, isTab: boolean): StudioView {
  if (!isLive) return { shows: 'preview' };
  return isSilent ? { shows: 'resume', after: 'silence' } : { shows: 'elsewhere', wasHere: true, isTab };
}
