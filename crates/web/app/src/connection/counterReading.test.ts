import { expect, it } from 'vitest';
import { readCounter, type CounterReading } from './counterReading';

const read = (readings: [number, number][]): CounterReading | null =>
  readings.reduce<CounterReading | null>((last, [at, count]) => readCounter(last, count, at), null);

it('measures how long a counter has not changed', () => {
  expect(read([[0, 5]])?.stalledMs).toBe(0);
  expect(read([[0, 5], [1_000, 5], [2_000, 5]])?.stalledMs).toBe(2_000);
  expect(read([[0, 5], [1_000, 5], [2_000, 6]])?.stalledMs).toBe(0);
});

it('treats a counter that restarts as progress', () => {
  expect(read([[0, 500], [1_000, 3]])?.stalledMs).toBe(0);
});

it('doesn’t treat one reading after a long sleep as a stall', () => {
  const afterSleep: [number, number][] = [[0, 5], [3_600_000, 5]];
  expect(read(afterSleep)?.stalledMs).toBeLessThan(2_000);
  expect(read([...afterSleep, [3_601_000, 6]])?.stalledMs).toBe(0);
  expect(read([...afterSleep, [3_601_000, 5]])?.stalledMs).toBeGreaterThan(2_000);
});

it('tolerates a clock that is set back', () => {
  expect(read([[10_000, 5], [5_000, 5]])?.stalledMs).toBe(0);
});
