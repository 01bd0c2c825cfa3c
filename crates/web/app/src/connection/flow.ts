// Whether media flows, told from a counter that is read now and then.

/**
 * A longer time between two readings counts as this much. The page was throttled, frozen or asleep meanwhile, and
 * the media may have been too: one reading after a long sleep is no proof of a stall.
 */
const LONGEST_STEP_MS = 1_500;

export interface Flow {
  count: number;
  /** When it was read, in milliseconds of any clock. */
  at: number;
  /** For how long the counter has stood still, in time that the page was awake. */
  stalledMs: number;
}

/** Any change is flow: a counter starts over when its track is sent anew. */
export function readFlow(last: Flow | null, count: number, at: number): Flow {
  if (last === null || last.count !== count) return { count, at, stalledMs: 0 };
  return { count, at, stalledMs: last.stalledMs + awakeMs(last.at, at) };
}

/** Time between two readings in which the page can be taken to have been awake. */
export function awakeMs(from: number, to: number): number {
  return Math.min(LONGEST_STEP_MS, Math.max(0, to - from));
}
