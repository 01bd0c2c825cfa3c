import { expect, it } from 'vitest';
import { peakOf, type Peak } from './peakViewers';

it('keeps the highest count of a session', () => {
  const counts = [0, 3, 1, 5, 2];
  expect(counts.reduce<Peak | null>((last, count) => peakOf(last, 'one', count), null)).toEqual({ sessionId: 'one', viewers: 5 });
});

it('starts anew with another session, and without one', () => {
  const peak = peakOf(null, 'one', 5);
  expect(peakOf(peak, 'one', 4)).toBe(peak);
  expect(peakOf(peak, 'two', 1)).toEqual({ sessionId: 'two', viewers: 1 });
  expect(peakOf(peak, null, 1)).toBeNull();
});
