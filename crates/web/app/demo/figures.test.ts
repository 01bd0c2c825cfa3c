import { expect, test } from 'vitest';
import { Figures, now, percentile } from './figures';

test('half of all values are at most the median', () => {
  expect(percentile([7], 50)).toBe(7);
  expect(percentile([1, 9], 50)).toBe(1);
  expect(percentile([1, 2, 3, 4], 50)).toBe(2);
  expect(percentile([], 50)).toBeNaN();
});

test('high percentiles leave out the outliers', () => {
  const values = Array.from({ length: 200 }, (_, index) => index + 1);
  expect(percentile(values, 95)).toBe(190);
  expect(percentile(values, 99)).toBe(198);
  expect(percentile(values, 100)).toBe(200);
});

test('a packet counts from before its POST, also where it overtakes the answer', () => {
  const figures = new Figures();
  const sentAt = now();
  figures.arrived('early', 'm1', sentAt + 5);
  figures.taken('m1', sentAt, 2);
  figures.arrived('late', 'm1', sentAt + 40);
  const { sent, received, lost, latencyMs } = figures.summary();
  expect({ sent, received, lost }).toEqual({ sent: 1, received: { early: 1, late: 1 }, lost: 0 });
  expect(latencyMs?.p50).toBeCloseTo(5, 0);
  expect(latencyMs?.max).toBeCloseTo(40, 0);
});

test('what somebody else sent is no figure of ours', () => {
  const figures = new Figures();
  figures.arrived('vera', 'theirs', now());
  expect(figures.summary()).toMatchObject({ sent: 0, received: {}, lost: 0, latencyMs: null });
});

test('what was taken and didn’t arrive is lost, and refusals are told by their code', () => {
  const figures = new Figures();
  figures.taken('m1', now(), 3);
  figures.arrived('vera', 'm1', now());
  figures.refuse('RATE_LIMITED');
  figures.refuse('RATE_LIMITED');
  expect(figures.summary()).toMatchObject({ lost: 2, refused: { RATE_LIMITED: 2 } });
});
