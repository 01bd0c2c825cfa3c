import { describe, expect, it } from 'vitest';
import { reconnectDelayMs } from './reconnectPolicy';

describe('reconnectDelayMs', () => {
  it('starts immediately and soon retries every two seconds', () => {
    expect([0, 1, 2, 3, 9].map((failures) => reconnectDelayMs(failures, 0, 0.5))).toEqual([250, 300, 1_200, 2_000, 2_000]);
  });

  it('adds jitter for clients that lost the same server', () => {
    expect([0, 1].map((random) => reconnectDelayMs(0, 0, random))).toEqual([0, 500]);
    expect([0, 1].map((random) => reconnectDelayMs(5, 0, random))).toEqual([1_000, 3_000]);
  });

  it('gives up after 20 seconds', () => {
    expect(reconnectDelayMs(9, 19_999, 0.5)).not.toBeNull();
    expect(reconnectDelayMs(9, 20_000, 0.5)).toBeNull();
  });
});
