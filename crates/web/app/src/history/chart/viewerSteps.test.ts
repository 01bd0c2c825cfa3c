import { expect, it } from 'vitest';
import { fractionOf, stepArea, stepLine, viewersAt, viewerSteps } from './viewerSteps';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 28, 20, 0, seconds)).toISOString();
const START = Date.parse(at(0));

const counts = (points: [number, number][]) => ({ startedAt: at(0), endedAt: at(100), points: points.map(([seconds, viewers]) => ({ at: at(seconds), viewers })) });
const stepsOf = (points: [number, number][]) => viewerSteps(counts(points), 0);

it('begins with nobody, and has its peak at the first of the highest', () => {
  const steps = stepsOf([[10, 2], [30, 5], [50, 1], [70, 5]]);
  expect(steps.steps[0]).toEqual({ fromMs: START, viewers: 0 });
  expect(steps.peak).toEqual({ fromMs: START + 30_000, viewers: 5 });
});

it('tells the number at each time', () => {
  const steps = stepsOf([[10, 2], [30, 5]]);
  expect([0, 9.999, 10, 29, 30, 100].map((seconds) => viewersAt(steps, START + seconds * 1_000))).toEqual([0, 0, 2, 2, 5, 5]);
});

it('draws steps, and an area below them', () => {
  const steps = stepsOf([[10, 2], [30, 4]]);
  expect(stepLine(steps, 1_000, 100)).toBe('M0 100H100V50H300V0H1000');
  expect(stepArea(steps, 1_000, 100)).toBe('M0 100H100V50H300V0H1000V100H0Z');
});

it('draws a broadcast that nobody watched, and one without a duration', () => {
  expect(stepLine(stepsOf([]), 1_000, 100)).toBe('M0 100H1000');
  const instant = viewerSteps({ startedAt: at(0), endedAt: at(0), points: [{ at: at(0), viewers: 1 }] }, 0);
  expect(stepLine(instant, 1_000, 100)).toBe('M0 0H1000');
});

it('keeps points outside of the broadcast within it, and ends an open one now', () => {
  const steps = viewerSteps({ ...counts([[-5, 1], [200, 3]]), endedAt: null }, Date.parse(at(150)));
  expect(steps.steps.map(({ fromMs }) => (fromMs - START) / 1_000)).toEqual([0, 150]);
  expect(fractionOf(steps, START + 75_000)).toBe(0.5);
});
