// What the watch page shows and whether it joins automatically, derived from the service's data and this page's
// connection.
import { isApiError } from '../api/apiError';
import { errorMessage } from '../ui/errorMessage';
import type { WatchedStream } from '../api/types';
import type { ConnectionState } from '../connection/connectionState';
import type { ConnectionProblem } from '../connection/connectionProblem';

export type WatchView =
  | { kind: 'loading' }
  | { kind: 'unknown-user' }
  | { kind: 'no-stream' }
  | { kind: 'unavailable'; message: string }
  | { kind: 'own' }
  | { kind: 'blocked' }
  | { kind: 'guests-not-allowed' }
  | { kind: 'removed' }
  | { kind: 'replaced' }
  | { kind: 'offline' }
  | { kind: 'connecting'; problem: ConnectionProblem | null }
  | { kind: 'failed'; problem: ConnectionProblem }
  | { kind: 'starting' }
  | { kind: 'interrupted' }
  | { kind: 'playing'; isReconnecting: boolean };

type WatchedStreamState = Pick<WatchedStream, 'isLive' | 'state' | 'startedAt' | 'isGuestsAllowed' | 'isBlocked' | 'isHost'>;

interface WatchViewInput {
  stream: WatchedStreamState | null;
  streamError: unknown;
  connection: ConnectionState;
  isGuest: boolean;
  /** Whether the creator's picture or sound is in the room now, and whether it was earlier in this session. */
  isSending: boolean;
  hasSent: boolean;
  /** The start time of the session that this page has left or was removed from. */
  leftStartedAt: string | null;
}

export function watchView(input: WatchViewInput): WatchView {
  const { stream, streamError, connection, isGuest, leftStartedAt } = input;
  if (isApiError(streamError, 'USER_NOT_FOUND')) return { kind: 'unknown-user' };
  if (isApiError(streamError, 'STREAM_NOT_FOUND')) return { kind: 'no-stream' };
  if (!stream) return streamError === null ? { kind: 'loading' } : { kind: 'unavailable', message: errorMessage(streamError) };
  if (stream.isHost) return { kind: 'own' };
  if (stream.isBlocked) return { kind: 'blocked' };

  switch (connection.phase) {
    case 'connected':
    case 'reconnecting':
      return viewInRoom(input, stream, connection.phase === 'reconnecting');
    case 'connecting':
      return { kind: 'connecting', problem: connection.lastProblem };
    case 'backoff':
      return { kind: 'connecting', problem: connection.problem };
    case 'failed':
    case 'probing':
      // Whatever the error was, there is nothing to join any more.
      if ((connection.problem.canRetry || isRemovedByCreator(connection)) && !stream.isLive) break;
      return viewAfterError(connection.problem);
    case 'closed':
      if (connection.closeReason === 'ended' || !isStillLive(stream, leftStartedAt)) break;
      // Guests who are disconnected by a guest ban weren't removed individually.
      if (connection.closeReason === 'removed' && isGuest && !stream.isGuestsAllowed) return { kind: 'guests-not-allowed' };
      return { kind: connection.closeReason };
    case 'idle':
      break;
  }
  if (!stream.isLive || isLeftSession(stream, leftStartedAt)) return { kind: 'offline' };
  if (isGuest && !stream.isGuestsAllowed) return { kind: 'guests-not-allowed' };
  return { kind: 'connecting', problem: null };
}

/**
 * A waiting page starts playing automatically. An ended session, or one that removed this viewer, isn't joined
 * again, even if the service's status lags; the next session is. Failures and closed rooms of a continuing session
 * are handled by `rejoinDelayMs`.
 */
export function shouldJoin({ stream, connection, isGuest, leftStartedAt }: Pick<WatchViewInput, 'stream' | 'connection' | 'isGuest' | 'leftStartedAt'>): boolean {
  if (!stream || !canWatch(stream, isGuest) || isLeftSession(stream, leftStartedAt)) return false;
  return connection.phase === 'idle' || isOver(connection);
}

/** Whether the stream is live and this viewer may watch it. */
export function canWatch(stream: WatchedStreamState, isGuest: boolean): boolean {
  return stream.isLive && !stream.isHost && !stream.isBlocked && (!isGuest || stream.isGuestsAllowed);
}

/**
 * Whether the session is over for this page: the room was closed, or tokens are refused for the rest of the
 * session.
 */
export function isOver(connection: ConnectionState): boolean {
  if (connection.phase === 'failed') return connection.problem.code === 'STREAM_OFFLINE' || isRemovedByCreator(connection);
  return connection.phase === 'closed';
}

/** A removed viewer gets no token. */
function isRemovedByCreator(connection: ConnectionState): boolean {
  return 'problem' in connection && connection.problem?.code === 'BLOCKED';
}

function viewInRoom({ isSending, hasSent }: WatchViewInput, stream: WatchedStreamState, isReconnecting: boolean): WatchView {
  if (isSending) return { kind: 'playing', isReconnecting };
  const wasSending = stream.state === 'INTERRUPTED' || (hasSent && stream.state !== 'STARTING');
  return wasSending ? { kind: 'interrupted' } : { kind: 'starting' };
}

function viewAfterError(problem: ConnectionProblem): WatchView {
  switch (problem.code) {
    case 'HOST_IS_VIEWER':
      return { kind: 'own' };
    case 'BLOCKED':
      // A block would be in the stream's data, so this is a removal from the current broadcast.
      return { kind: 'removed' };
    case 'GUESTS_NOT_ALLOWED':
      return { kind: 'guests-not-allowed' };
    case 'STREAM_OFFLINE':
      return { kind: 'offline' };
    default:
      return { kind: 'failed', problem };
  }
}

function isLeftSession(stream: WatchedStreamState, leftStartedAt: string | null): boolean {
  return leftStartedAt !== null && stream.startedAt === leftStartedAt;
}

function isStillLive(stream: WatchedStreamState, leftStartedAt: string | null): boolean {
  return stream.isLive && isLeftSession(stream, leftStartedAt);
}
