// Selects the summary to show while offline: only of a broadcast that ended while this page was open.
import type { SessionSummary } from '../api/types';
import type { SummaryResult } from '../history/summaryQuery';

export type SummaryState =
  | { status: 'none' }
  /** A summary is expected: its space is reserved to avoid a layout shift. */
  | { status: 'pending' }
  | { status: 'ready'; summary: SessionSummary };

interface SummaryInput {
  /** Whether this page has left a room that was closed. */
  hasLeftRoom: boolean;
  /** The session whose end was reported. */
  endedSessionId: string | null;
  result: SummaryResult | null;
  /** The start time of the last known broadcast. */
  lastStartedAt: string | null;
}

export function summaryStateOf({ hasLeftRoom, endedSessionId, result, lastStartedAt }: SummaryInput): SummaryState {
  if (result?.summary === null) return { status: 'none' };
  if (result && isLastBroadcast(result.summary, lastStartedAt)) return { status: 'ready', summary: result.summary };
  // The room has closed before the session's end was reported, or the summary is loading.
  const isPending = hasLeftRoom || (endedSessionId !== null && result === null);
  return { status: isPending ? 'pending' : 'none' };
}

/** A broadcast that started before the last one is an earlier one. */
function isLastBroadcast({ startedAt }: SessionSummary, lastStartedAt: string | null): boolean {
  return lastStartedAt === null || Date.parse(startedAt) >= Date.parse(lastStartedAt);
}
