import { expect, test } from 'vitest';
import { ChatMetrics, now, percentile } from './chatMetrics';

test('the median is the middle value', () => {
  expect(percentile([7], 50)).toBe(7);
  expect(percentile([1, 9], 50)).toBe(1);
  expect(percentile([1, 2, 3, 4], 50)).toBe(2);
  expect(percentile([], 50)).toBeNaN();
});

test('high percentiles exclude outliers', () => {
  const values = Array.from({ length: 200 }, (_, index) => index + 1);
  expect(percentile(values, 95)).toBe(190);
  expect(percentile(values, 99)).toBe(198);
  expect(percentile(values, 100)).toBe(200);
});

test('a message is timed from its POST, even if its packet arrives before the response', () => {
  const metrics = new ChatMetrics();
  const sentAt = now();
  metrics.arrived('early', 'm1', sentAt + 5);
  metrics.accepted('m1', sentAt, 2);
  metrics.arrived('late', 'm1', sentAt + 40);
  const { sent, received, lost, latencyMs } = metrics.summary();
  expect({ sent, received, lost }).toEqual({ sent: 1, received: { early: 1, late: 1 }, lost: 0 });
  expect(latencyMs?.p50).toBeCloseTo(5, 0);
  expect(latencyMs?.max).toBeCloseTo(40, 0);
});

test('messages of other senders aren’t counted', () => {
  const metrics = new ChatMetrics();
  metrics.arrived('vera', 'theirs', now());
  expect(metrics.summary()).toMatchObject({ sent: 0, received: {}, lost: 0, latencyMs: null });
});

test('accepted messages that don’t arrive are lost, and errors are counted by code', () => {
  const metrics = new ChatMetrics();
  metrics.accepted('m1', now(), 3);
  metrics.arrived('vera', 'm1', now());
  metrics.reject('RATE_LIMITED');
  metrics.reject('RATE_LIMITED');
  expect(metrics.summary()).toMatchObject({ lost: 2, refused: { RATE_LIMITED: 2 } });
});
