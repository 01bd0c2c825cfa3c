// The life of a connection to a room, as a pure state machine: views read the state, and
// `useRoomConnection` does what each state asks for. Creator and viewer share it.
import { DisconnectReason } from 'livekit-client';
import { backoffMs, MAX_ATTEMPTS } from './backoff';
import { LOST, type ConnectionProblem } from './problem';

export type ConnectionState =
  | { at: 'idle' }
  /** Fetching a ticket, joining and, for a creator, publishing. */
  | { at: 'connecting'; attempt: number; lastProblem: ConnectionProblem | null }
  | { at: 'connected' }
  /** The media library repairs a connection that it hasn't given up. */
  | { at: 'repairing' }
  | { at: 'waiting'; attempt: number; delayMs: number; problem: ConnectionProblem }
  | { at: 'failed'; problem: ConnectionProblem }
  /** Given up as far as anybody can see, with one more attempt under way behind it. */
  | { at: 'probing'; problem: ConnectionProblem }
  | { at: 'closed'; why: ClosedBecause };

/**
 * `ended`: the room is gone, and with it the broadcast, unless the service says that it goes on (see
 * `comeback`). `replaced`: the same person joined elsewhere. `removed`: the creator or an admin put this
 * one out. These two are never undone without a person asking for it.
 */
export type ClosedBecause = 'ended' | 'replaced' | 'removed';

export type ConnectionEvent =
  | { type: 'start' }
  /** Once more without a word: what has failed stays in sight until it works. */
  | { type: 'probe' }
  | { type: 'joined' }
  | { type: 'attemptFailed'; problem: ConnectionProblem; chance: number }
  | { type: 'waited' }
  | { type: 'breaking' }
  | { type: 'repaired' }
  | { type: 'lost'; reason: DisconnectReason | undefined; chance: number }
  | { type: 'leave' };

export const IDLE: ConnectionState = { at: 'idle' };

/** Events that don't fit the state (late ones, doubled ones) leave it as it is. */
export function next(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'start':
      return isBusy(state) || isJoined(state) ? state : { at: 'connecting', attempt: 1, lastProblem: null };
    case 'probe':
      return state.at === 'failed' && state.problem.canRetry ? { at: 'probing', problem: state.problem } : state;
    case 'leave':
      return state.at === 'idle' ? state : IDLE;
    case 'joined':
      return isTrying(state) ? { at: 'connected' } : state;
    case 'attemptFailed':
      return isTrying(state) ? afterFailure(state, event.problem, event.chance) : state;
    case 'waited':
      return state.at === 'waiting'
        ? { at: 'connecting', attempt: state.attempt + 1, lastProblem: state.problem }
        : state;
    case 'breaking':
      return state.at === 'connected' ? { at: 'repairing' } : state;
    case 'repaired':
      return state.at === 'repairing' ? { at: 'connected' } : state;
    case 'lost':
      return afterLoss(state, event.reason, event.chance);
  }
}

/** Between a start and its outcome. */
export function isBusy(state: ConnectionState): boolean {
  return state.at === 'connecting' || state.at === 'waiting';
}

export function isJoined(state: ConnectionState): boolean {
  return state.at === 'connected' || state.at === 'repairing';
}

/** An attempt is under way. */
export function isTrying(state: ConnectionState): state is Trying {
  return state.at === 'connecting' || state.at === 'probing';
}

type Trying = Extract<ConnectionState, { at: 'connecting' | 'probing' }>;

function afterFailure(state: Trying, problem: ConnectionProblem, chance: number): ConnectionState {
  if (state.at === 'probing' || !problem.canRetry || state.attempt >= MAX_ATTEMPTS) return { at: 'failed', problem };
  const { attempt } = state;
  return { at: 'waiting', attempt, delayMs: backoffMs(attempt, chance, problem.retryAfterMs), problem };
}

function afterLoss(state: ConnectionState, reason: DisconnectReason | undefined, chance: number): ConnectionState {
  if (!isJoined(state) && !isTrying(state)) return state;
  const why = closedBecause(reason);
  if (why) return { at: 'closed', why };
  // A drop while joining counts as that attempt's failure. One that stood starts with a clean slate:
  // the wait before attempt one keeps a connection that breaks at once from spinning.
  if (isTrying(state)) return afterFailure(state, LOST, chance);
  return { at: 'waiting', attempt: 0, delayMs: backoffMs(0, chance), problem: LOST };
}

function closedBecause(reason: DisconnectReason | undefined): ClosedBecause | undefined {
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
