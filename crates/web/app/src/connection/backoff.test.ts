import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it('doubles with every failed attempt', () => {
    expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0.5))).toEqual([1_000, 2_000, 4_000]);
  });

  it('varies by 10% in both directions', () => {
    expect(backoffMs(1, 0)).toBe(900);
    expect(backoffMs(1, 1)).toBe(1_100);
  });

  it('is bounded', () => {
    expect(backoffMs(40, 0.5)).toBe(15_000);
  });

  it('waits at least as long as the service asks, plus jitter', () => {
    expect(backoffMs(1, 0, 5_000)).toBe(5_000);
    expect(backoffMs(1, 1, 5_000)).toBe(6_000);
    expect(backoffMs(3, 0.5, 1_000)).toBe(4_000);
    expect(backoffMs(1, 0, 600_000)).toBe(600_000);
  });
});
