// The number of viewers over a broadcast, as a step function. Pure.

export interface ViewerCounts {
  startedAt: string;
  endedAt: string | null;
  points: readonly { at: string; viewers: number }[];
}

interface Step {
  /** In ms since the epoch. */
  fromMs: number;
  viewers: number;
}

export interface ViewerSteps {
  startMs: number;
  endMs: number;
  /** In the order of time. The first one begins at the start. */
  steps: readonly Step[];
  /** The first of the highest. */
  peak: Step;
}

/** `nowMs` is the end of a broadcast that is not over. */
export function viewerSteps({ startedAt, endedAt, points }: ViewerCounts, nowMs: number): ViewerSteps {
  const startMs = Date.parse(startedAt);
  const endMs = Math.max(endedAt === null ? nowMs : Date.parse(endedAt), startMs + 1);
  // Clocks of several servers may differ a little.
  const given = points.map(({ at, viewers }) => ({ fromMs: clamp(Date.parse(at), startMs, endMs), viewers }));
  const [first] = given;
  const steps = first?.fromMs === startMs ? given : [{ fromMs: startMs, viewers: 0 }, ...given];
  const peak = steps.reduce((highest, step) => (step.viewers > highest.viewers ? step : highest));
  return { startMs, endMs, steps, peak };
}

/** The number of viewers at a time. */
export function viewersAt({ steps }: Pick<ViewerSteps, 'steps'>, atMs: number): number {
  let viewers = 0;
  for (const step of steps) {
    if (step.fromMs > atMs) break;
    ({ viewers } = step);
  }
  return viewers;
}

/** Where a time is, from 0 at the start to 1 at the end. */
export function fractionOf({ startMs, endMs }: Pick<ViewerSteps, 'startMs' | 'endMs'>, atMs: number): number {
  return clamp((atMs - startMs) / (endMs - startMs), 0, 1);
}

/** A path for SVG in a box from 0,0 to `width`,`height`. The peak is at its top. */
export function stepLine({ startMs, endMs, steps, peak }: ViewerSteps, width: number, height: number): string {
  const x = (atMs: number) => round(fractionOf({ startMs, endMs }, atMs) * width);
  const y = (viewers: number) => round(height - (viewers / Math.max(1, peak.viewers)) * height);
  const parts = steps.map((step, index) => (index === 0 ? `M${x(step.fromMs)} ${y(step.viewers)}` : `H${x(step.fromMs)}V${y(step.viewers)}`));
  return `${parts.join('')}H${width}`;
}

/** The line, closed along the bottom. */
export function stepArea(steps: ViewerSteps, width: number, height: number): string {
  return `${stepLine(steps, width, height)}V${height}H0Z`;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
