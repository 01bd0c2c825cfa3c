import { expect, it } from 'vitest';
import { readFlow, type Flow } from './flow';

const read = (readings: [number, number][]): Flow | null =>
  readings.reduce<Flow | null>((last, [at, count]) => readFlow(last, count, at), null);

it('counts for how long a counter stands still', () => {
  expect(read([[0, 5]])?.stalledMs).toBe(0);
  expect(read([[0, 5], [1_000, 5], [2_000, 5]])?.stalledMs).toBe(2_000);
  expect(read([[0, 5], [1_000, 5], [2_000, 6]])?.stalledMs).toBe(0);
});

it('takes a counter that starts over for flow', () => {
  expect(read([[0, 500], [1_000, 3]])?.stalledMs).toBe(0);
});

it('takes one reading after a long sleep for no proof', () => {
  const asleep: [number, number][] = [[0, 5], [3_600_000, 5]];
  expect(read(asleep)?.stalledMs).toBeLessThan(2_000);
  expect(read([...asleep, [3_601_000, 6]])?.stalledMs).toBe(0);
  expect(read([...asleep, [3_601_000, 5]])?.stalledMs).toBeGreaterThan(2_000);
});

it('isn’t confused by a clock that was set back', () => {
  expect(read([[10_000, 5], [5_000, 5]])?.stalledMs).toBe(0);
});
