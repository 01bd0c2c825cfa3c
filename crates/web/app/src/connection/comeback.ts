// Whether a page goes back in by itself, after it had given up or the room was closed under it, and when.
// Attempts in a row end with an error for a person; an outage ends without telling anybody.
import type { StreamStatus } from '../api/types';
import { spreadMs } from './backoff';
import type { ConnectionState } from './machine';

/** Rare enough for a media server that is in trouble, often enough to play again within 15 s of its end. */
const AGAIN_MS = 8_000;
/** A room full of viewers that hears the same news doesn't come in the same instant. */
const NEWS_SPREAD_MS = 1_000;

interface Given {
  connection: ConnectionState;
  /** Whether the service says that there is something to go back to, and lets this page in. */
  goesOn: boolean;
  /** Whether the service has said something new of the stream since the page stopped. */
  isNews: boolean;
  /** From 0 to 1. */
  chance: number;
}

/** How long after it stopped, or after the news, a page tries again; null for never. */
export function comebackMs({ connection, goesOn, isNews, chance }: Given): number | null {
  if (!goesOn || !isOpenToComeback(connection)) return null;
  if (isNews) return Math.round(NEWS_SPREAD_MS * (0.5 + chance));
  const askedForMs = connection.at === 'failed' ? (connection.problem.retryAfterMs ?? 0) : 0;
  return Math.round(Math.max(AGAIN_MS * (0.9 + 0.2 * chance), spreadMs(askedForMs, chance)));
}

/**
 * After an outage, and after a room's end that wasn't the broadcast's: somebody closed it at the media
 * server, and the service makes it again. Rules and other tabs of the same person have the last word.
 */
function isOpenToComeback(connection: ConnectionState): boolean {
  if (connection.at === 'failed') return connection.problem.canRetry;
  return connection.at === 'closed' && connection.why === 'ended';
}

/**
 * Changes with everything that may mean the end of an outage: the service is heard again, or the
 * broadcast takes another turn. Not with the number of viewers, which changes all the time.
 */
export function newsOf(snapshots: number, status: Pick<StreamStatus, 'state' | 'startedAt'> | null): string {
  return `${snapshots} ${status?.state} ${status?.startedAt}`;
}
