// The state of a room connection, as a pure state machine. Views render the state; `useRoomConnection` performs
// what each state requires. Creators and viewers share it.
import { DisconnectReason } from 'livekit-client';
import { backoffMs, MAX_ATTEMPTS } from './backoff';
import { CONNECTION_LOST, type ConnectionProblem } from './connectionProblem';

export type ConnectionState =
  | { phase: 'idle' }
  /** Fetching a token, joining and, for a creator, publishing. */
  | { phase: 'connecting'; attempt: number; lastProblem: ConnectionProblem | null }
  | { phase: 'connected' }
  /** The media library is reconnecting. */
  | { phase: 'reconnecting' }
  | { phase: 'backoff'; attempt: number; delayMs: number; problem: ConnectionProblem }
  | { phase: 'failed'; problem: ConnectionProblem }
  /** The failed state is shown while one more attempt runs in the background. */
  | { phase: 'probing'; problem: ConnectionProblem }
  | { phase: 'closed'; closeReason: CloseReason };

/**
 * `ended`: the room was deleted. The broadcast is over unless the service says otherwise; see `rejoinDelay`.
 * `replaced`: the same identity joined elsewhere. `removed`: the creator or an admin removed this participant.
 * After `replaced` and `removed` only the user can reconnect.
 */
type CloseReason = 'ended' | 'replaced' | 'removed';

export type ConnectionEvent =
  | { type: 'start' }
  /** One attempt in the background: the error stays visible until it succeeds. */
  | { type: 'probe' }
  | { type: 'joined' }
  | { type: 'attemptFailed'; problem: ConnectionProblem; random: number }
  | { type: 'backoffElapsed' }
  | { type: 'reconnecting' }
  | { type: 'reconnected' }
  | { type: 'disconnected'; reason: DisconnectReason | undefined; random: number }
  | { type: 'leave' };

export const IDLE: ConnectionState = { phase: 'idle' };

/** Events that don't fit the state, such as late or repeated ones, leave it unchanged. */
export function connectionReducer(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'start':
      return isConnecting(state) || isJoined(state) ? state : { phase: 'connecting', attempt: 1, lastProblem: null };
    case 'probe':
      return state.phase === 'failed' && state.problem.canRetry ? { phase: 'probing', problem: state.problem } : state;
    case 'leave':
      return state.phase === 'idle' ? state : IDLE;
    case 'joined':
      return isAttempting(state) ? { phase: 'connected' } : state;
    case 'attemptFailed':
      return isAttempting(state) ? afterFailure(state, event.problem, event.random) : state;
    case 'backoffElapsed':
      return state.phase === 'backoff'
        ? { phase: 'connecting', attempt: state.attempt + 1, lastProblem: state.problem }
        : state;
    case 'reconnecting':
      return state.phase === 'connected' ? { phase: 'reconnecting' } : state;
    case 'reconnected':
      return state.phase === 'reconnecting' ? { phase: 'connected' } : state;
    case 'disconnected':
      return afterLoss(state, event.reason, event.random);
  }
}

/** From a start to its result. */
export function isConnecting(state: ConnectionState): boolean {
  return state.phase === 'connecting' || state.phase === 'backoff';
}

export function isJoined(state: ConnectionState): boolean {
  return state.phase === 'connected' || state.phase === 'reconnecting';
}

/** An attempt is running. */
export function isAttempting(state: ConnectionState): state is Attempting {
  return state.phase === 'connecting' || state.phase === 'probing';
}

type Attempting = Extract<ConnectionState, { phase: 'connecting' | 'probing' }>;

function afterFailure(state: Attempting, problem: ConnectionProblem, random: number): ConnectionState {
  if (state.phase === 'probing' || !problem.canRetry || state.attempt >= MAX_ATTEMPTS) return { phase: 'failed', problem };
  const { attempt } = state;
  return { phase: 'backoff', attempt, delayMs: backoffMs(attempt, random, problem.retryAfterMs), problem };
}

function afterLoss(state: ConnectionState, reason: DisconnectReason | undefined, random: number): ConnectionState {
  if (!isJoined(state) && !isAttempting(state)) return state;
  const closeReason = closeReasonOf(reason);
  if (closeReason) return { phase: 'closed', closeReason };
  // A disconnect while joining counts as a failed attempt. After an established connection the attempts start over.
  // The delay before attempt one prevents a tight loop when a connection breaks immediately.
  if (isAttempting(state)) return afterFailure(state, CONNECTION_LOST, random);
  return { phase: 'backoff', attempt: 0, delayMs: backoffMs(0, random), problem: CONNECTION_LOST };
}

function closeReasonOf(reason: DisconnectReason | undefined): CloseReason | undefined {
  switch (reason) {
    case DisconnectReason.ROOM_DELETED:
      return 'ended';
    case DisconnectReason.DUPLICATE_IDENTITY:
      return 'replaced';
    case DisconnectReason.PARTICIPANT_REMOVED:
      return 'removed';
    default:
      return undefined;
  }
}
