import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it('doubles with every failed attempt', () => {
    expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0.5))).toEqual([1_000, 2_000, 4_000]);
  });

  it('spreads by a tenth either way', () => {
    expect(backoffMs(1, 0)).toBe(900);
    expect(backoffMs(1, 1)).toBe(1_100);
  });

  it('waits at least as long as the service asks, and never unbearably long', () => {
    expect(backoffMs(1, 0.5, 5_000)).toBe(5_000);
    expect(backoffMs(3, 0.5, 1_000)).toBe(4_000);
    expect(backoffMs(1, 0.5, 600_000)).toBe(15_000);
    expect(backoffMs(40, 0.5)).toBe(15_000);
  });
});
