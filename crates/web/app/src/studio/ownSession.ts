// What the service's status means for the broadcast that this page sends.
import type { StreamStatus } from '../api/types';

type Status = Pick<StreamStatus, 'isLive' | 'state' | 'startedAt'>;

interface BroadcastStatus {
  status: Status | null;
  /** The start time of the broadcast that this tab sent last. */
  ownStartedAt: string | null;
}

/**
 * Whether the broadcast has ended or was replaced. It must have been reported as live before: an earlier status may
 * be older than the broadcast.
 */
export function hasBroadcastEnded({ status, ownStartedAt, reportedStartedAt }: BroadcastStatus & { reportedStartedAt: string | null }): boolean {
  return status !== null && ownStartedAt !== null && reportedStartedAt === ownStartedAt && status.startedAt !== ownStartedAt;
}

/**
 * Whether the broadcast is live without a sender, so that this page may rejoin without confirmation. In the state
 * `ON_AIR`, another tab or device may be sending.
 */
export function isAwaitingSender({ status, ownStartedAt }: BroadcastStatus): boolean {
  return status !== null && status.isLive && status.startedAt === ownStartedAt && status.state !== 'ON_AIR';
}
