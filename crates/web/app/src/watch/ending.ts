// Which summary stands under "offline": that of the broadcast that has just ended before this viewer's eyes.
import type { SessionSummary } from '../api/types';

/** What was asked about a session; `found` is null where the service has nothing to tell. */
export interface SummaryAnswer {
  found: SessionSummary | null;
}

export type Ending =
  | { is: 'none' }
  /** There will be one, most likely: its place is kept, so that nothing jumps when it comes. */
  | { is: 'awaited' }
  | { is: 'told'; summary: SessionSummary };

interface Given {
  /** Whether this page is out of a room that was closed. */
  hasLeft: boolean;
  /** The session that the service told the end of. */
  endedSessionId: string | null;
  answer: SummaryAnswer | null;
  /** When the last broadcast began that this page knows of. */
  lastStart: string | null;
}

export function endingOf({ hasLeft, endedSessionId, answer, lastStart }: Given): Ending {
  if (answer?.found === null) return { is: 'none' };
  if (answer && isOfLast(answer.found, lastStart)) return { is: 'told', summary: answer.found };
  // Either the room closes first, and the service is about to tell which session that was, or it has told.
  const isAwaited = hasLeft || (endedSessionId !== null && answer === null);
  return { is: isAwaited ? 'awaited' : 'none' };
}

/** One that began before the last is what an earlier end has left. */
function isOfLast({ startedAt }: SessionSummary, lastStart: string | null): boolean {
  return lastStart === null || Date.parse(startedAt) >= Date.parse(lastStart);
}
