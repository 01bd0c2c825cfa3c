// Decides from the time that pictures take whether a computer is too slow to blur them. Pure.

export interface FrameTimes {
  count: number;
  totalMs: number;
  /** A moving average. */
  averageMs: number;
  isSlow: boolean;
}

export const NO_FRAMES: FrameTimes = { count: 0, totalMs: 0, averageMs: 0, isSlow: false };

/** The first pictures wait until the graphics processor is ready. */
const WARM_UP_FRAMES = 3;
/** Enough to judge: after this many pictures, or after this time on a very slow computer. */
const JUDGED_FRAMES = 30;
const JUDGED_MS = 3_000;
const SMOOTHING = 0.1;
/** 20 pictures per second. */
const SLOW_MS = 50;
/** Well below, so that the hint doesn't come and go. */
const FAST_MS = 35;

export function withFrame(last: FrameTimes, ms: number): FrameTimes {
  const count = last.count + 1;
  if (count <= WARM_UP_FRAMES) return { ...last, count };
  const totalMs = last.totalMs + ms;
  const averageMs = count === WARM_UP_FRAMES + 1 ? ms : last.averageMs + SMOOTHING * (ms - last.averageMs);
  const isJudged = count >= JUDGED_FRAMES || totalMs >= JUDGED_MS;
  return { count, totalMs, averageMs, isSlow: isJudged && averageMs > (last.isSlow ? FAST_MS : SLOW_MS) };
}
