// What the watch page shows, and whether it should join by itself, decided from what the service says
// and from this page's connection.
import { isApiError } from '../api/apiError';
import { messageOf } from '../ui/messageOf';
import type { WatchedStream } from '../api/types';
import type { ConnectionState } from '../connection/connectionState';
import type { ConnectionProblem } from '../connection/connectionProblem';

export type Viewing =
  | { shows: 'loading' }
  | { shows: 'unknown-user' }
  | { shows: 'no-stream' }
  | { shows: 'unavailable'; message: string }
  | { shows: 'own' }
  | { shows: 'blocked' }
  | { shows: 'guests-not-allowed' }
  | { shows: 'removed' }
  | { shows: 'replaced' }
  | { shows: 'offline' }
  | { shows: 'connecting'; problem: ConnectionProblem | null }
  | { shows: 'failed'; problem: ConnectionProblem }
  | { shows: 'starting' }
  | { shows: 'be-right-back' }
  | { shows: 'playing'; isReconnecting: boolean };

type Page = Pick<WatchedStream, 'isLive' | 'state' | 'startedAt' | 'isGuestsAllowed' | 'isBlocked' | 'isHost'>;

interface Given {
  page: Page | null;
  pageError: unknown;
  connection: ConnectionState;
  isGuest: boolean;
  /** Whether the creator's picture or sound is in the room, and ever was in this session. */
  isSending: boolean;
  hasSent: boolean;
  /** When the session began that this page has left, or was put out of. */
  leftStart: string | null;
}

export function viewing(given: Given): Viewing {
  const { page, pageError, connection, isGuest, leftStart } = given;
  if (isApiError(pageError, 'USER_NOT_FOUND')) return { shows: 'unknown-user' };
  if (isApiError(pageError, 'STREAM_NOT_FOUND')) return { shows: 'no-stream' };
  if (!page) return pageError === null ? { shows: 'loading' } : { shows: 'unavailable', message: messageOf(pageError) };
  if (page.isHost) return { shows: 'own' };
  if (page.isBlocked) return { shows: 'blocked' };

  switch (connection.phase) {
    case 'connected':
    case 'reconnecting':
      return inRoom(given, page, connection.phase === 'reconnecting');
    case 'connecting':
      return { shows: 'connecting', problem: connection.lastProblem };
    case 'backoff':
      return { shows: 'connecting', problem: connection.problem };
    case 'failed':
    case 'probing':
      // Whatever kept this page out, there is nothing left to get into.
      if ((connection.problem.canRetry || isPutOut(connection)) && !page.isLive) break;
      return afterRefusal(connection.problem);
    case 'closed':
      if (connection.closeReason === 'ended' || !isStillOn(page, leftStart)) break;
      // Guests who are put out because the stream was closed to them have done nothing.
      if (connection.closeReason === 'removed' && isGuest && !page.isGuestsAllowed) return { shows: 'guests-not-allowed' };
      return { shows: connection.closeReason };
    case 'idle':
      break;
  }
  if (!page.isLive || isLeft(page, leftStart)) return { shows: 'offline' };
  if (isGuest && !page.isGuestsAllowed) return { shows: 'guests-not-allowed' };
  return { shows: 'connecting', problem: null };
}

/**
 * A waiting page starts to play by itself. What has ended, or put this viewer out, isn't joined again,
 * even while the service's answer still lags behind; the next session is. What has failed, or was closed
 * and still goes on a while later, is for `comeback`.
 */
export function shouldJoin({ page, connection, isGuest, leftStart }: Pick<Given, 'page' | 'connection' | 'isGuest' | 'leftStart'>): boolean {
  if (!page || !mayWatch(page, isGuest) || isLeft(page, leftStart)) return false;
  return connection.phase === 'idle' || isOver(connection);
}

/** Whether the service says that there is something on, and lets this viewer in. */
export function mayWatch(page: Page, isGuest: boolean): boolean {
  return page.isLive && !page.isHost && !page.isBlocked && (!isGuest || page.isGuestsAllowed);
}

/** For this page the session is over: the room was closed, or another ticket refused for as long as it lasts. */
export function isOver(connection: ConnectionState): boolean {
  if (connection.phase === 'failed') return connection.problem.code === 'STREAM_OFFLINE' || isPutOut(connection);
  return connection.phase === 'closed';
}

/** Whom the creator has sent out gets no other ticket. */
function isPutOut(connection: ConnectionState): boolean {
  return 'problem' in connection && connection.problem?.code === 'BLOCKED';
}

function inRoom({ isSending, hasSent }: Given, page: Page, isReconnecting: boolean): Viewing {
  if (isSending) return { shows: 'playing', isReconnecting };
  const wasThere = page.state === 'INTERRUPTED' || (hasSent && page.state !== 'STARTING');
  return wasThere ? { shows: 'be-right-back' } : { shows: 'starting' };
}

function afterRefusal(problem: ConnectionProblem): Viewing {
  switch (problem.code) {
    case 'HOST_IS_VIEWER':
      return { shows: 'own' };
    case 'BLOCKED':
      // A block would be on the page: this is what it says to who was sent out of this broadcast alone.
      return { shows: 'removed' };
    case 'GUESTS_NOT_ALLOWED':
      return { shows: 'guests-not-allowed' };
    case 'STREAM_OFFLINE':
      return { shows: 'offline' };
    default:
      return { shows: 'failed', problem };
  }
}

function isLeft(page: Page, leftStart: string | null): boolean {
  return leftStart !== null && page.startedAt === leftStart;
}

function isStillOn(page: Page, leftStart: string | null): boolean {
  return page.isLive && isLeft(page, leftStart);
}
