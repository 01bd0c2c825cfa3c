import { expect, it } from 'vitest';
import { loudness } from './loudness';

it('is 0 for silence and 1 at full scale', () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
});

it('rises with the logarithm of the amplitude', () => {
  expect(loudness(new Float32Array(64).fill(0.001))).toBe(0);
  expect(loudness(new Float32Array(64).fill(0.03162))).toBeCloseTo(0.5, 1);
});
