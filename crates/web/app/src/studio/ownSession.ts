// What the service's word means for the broadcast that this page began or took over.
import type { StreamStatus } from '../api/types';

type Status = Pick<StreamStatus, 'isLive' | 'state' | 'startedAt'>;

interface Given {
  status: Status | null;
  /** When the broadcast began that this tab sent last. */
  ownStart: string | null;
}

/**
 * Whether it is over, or another one has taken its place. Only where the service was heard to call it live
 * before: until then its word may be older than the broadcast.
 */
export function isGone({ status, ownStart, seenStart }: Given & { seenStart: string | null }): boolean {
  return status !== null && ownStart !== null && seenStart === ownStart && status.startedAt !== ownStart;
}

/**
 * Whether it goes on with nobody sending, so that this page may come back to it without being asked. On
 * air, another tab or device may be what sends, and would be pushed aside.
 */
export function isWaitingForUs({ status, ownStart }: Given): boolean {
  return status !== null && status.isLive && status.startedAt === ownStart && status.state !== 'ON_AIR';
}
