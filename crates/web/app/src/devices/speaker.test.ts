import { expect, it } from 'vitest';
import { loudness } from './loudness';
import { toneSamples } from './speaker';

it('the test sound can be heard, is never distorted, and starts and ends without a click', () => {
  const samples = toneSamples(48_000);
  expect(loudness(samples)).toBeGreaterThan(0.6);
  expect(Math.max(...samples)).toBeLessThan(0.5);
  expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.001);
  expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
});
