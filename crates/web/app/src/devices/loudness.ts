// How loud a piece of sound is, from 0 to 1.

/** The level that counts as silence. */
const FLOOR_DB = -60;

/** Root mean square in decibels, rounded to steps to avoid re-renders. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) || Number.MIN_VALUE);
  const level = Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
  return Math.round(level * 50) / 50;
}
