// Detects stalled media from a counter that is read periodically.

/**
 * The longest time that counts between two readings. The page may have been throttled, frozen or asleep, and the
 * media too, so one reading after a long sleep doesn't prove a stall.
 */
const MAX_STEP_MS = 1_500;

export interface CounterReading {
  count: number;
  /** When it was read, in milliseconds of any clock. */
  at: number;
  /** How long the counter has not changed, counting only time in which the page was awake. */
  stalledMs: number;
}

/** Any change is progress: a counter restarts when its track is republished. */
export function readCounter(last: CounterReading | null, count: number, at: number): CounterReading {
  if (last === null || last.count !== count) return { count, at, stalledMs: 0 };
  return { count, at, stalledMs: last.stalledMs + awakeMs(last.at, at) };
}

/** The part of the time between two readings in which the page was presumably awake. */
export function awakeMs(from: number, to: number): number {
  return Math.min(MAX_STEP_MS, Math.max(0, to - from));
}
