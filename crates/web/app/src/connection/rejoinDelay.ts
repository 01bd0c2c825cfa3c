// Whether and when a page rejoins by itself after its attempts have failed or the room was closed. After the
// attempts an error is shown to the user, but the end of an outage isn't announced, so the page keeps probing.
import type { StreamStatus } from '../api/types';
import { jitteredMs } from './backoff';
import type { ConnectionState } from './connectionState';

/** Rare enough for an overloaded media server, and often enough to play again within 15 s after an outage. */
const REJOIN_INTERVAL_MS = 8_000;
/** Spreads the viewers of a room that receive the same event. */
const REJOIN_JITTER_MS = 1_000;

interface RejoinInput {
  connection: ConnectionState;
  /** Whether the service says that a broadcast is running and that this page may join. */
  canRejoin: boolean;
  /** Whether the service has reported a change of the stream since the connection failed. */
  isStatusChanged: boolean;
  /** From 0 to 1. */
  random: number;
}

/** The delay, measured from the failure or from the status change; null for never. */
export function rejoinDelayMs({ connection, canRejoin, isStatusChanged, random }: RejoinInput): number | null {
  if (!canRejoin || !isRejoinable(connection)) return null;
  if (isStatusChanged) return Math.round(REJOIN_JITTER_MS * (0.5 + random));
  const retryAfterMs = connection.phase === 'failed' ? (connection.problem.retryAfterMs ?? 0) : 0;
  return Math.round(Math.max(REJOIN_INTERVAL_MS * (0.9 + 0.2 * random), jitteredMs(retryAfterMs, random)));
}

/**
 * True after an outage, and after the room was deleted although the broadcast continues: the service recreates the
 * room. False after a rule forbade it, or when the same user joined in another tab.
 */
function isRejoinable(connection: ConnectionState): boolean {
  if (connection.phase === 'failed') return connection.problem.canRetry;
  return connection.phase === 'closed' && connection.closeReason === 'ended';
}

/**
 * Changes with everything that may indicate the end of an outage: a new event stream connection, or another state
 * of the broadcast. It doesn't change with the viewer count.
 */
export function statusVersionOf(snapshotCount: number, status: Pick<StreamStatus, 'state' | 'startedAt'> | null): string {
  return `${snapshotCount} ${status?.state} ${status?.startedAt}`;
}
