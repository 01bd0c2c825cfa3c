import { expect, it } from 'vitest';
import { NO_FRAMES, withFrame, type FrameTimes } from './frameTimes';

const after = (times: number[], start = NO_FRAMES): FrameTimes => times.reduce(withFrame, start);
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);

it('ignores the first pictures and short delays', () => {
  expect(after([900, 400, 300, ...times(100, 20)]).isSlow).toBe(false);
  expect(after([...times(100, 20), 200, ...times(100, 20)]).isSlow).toBe(false);
});

it('judges a slow computer after some pictures, and a very slow one after some seconds', () => {
  expect(after(times(29, 80)).isSlow).toBe(false);
  expect(after(times(30, 80)).isSlow).toBe(true);
  expect(after([...times(3, 4_000), ...times(2, 2_000)]).isSlow).toBe(true);
});

it('takes the judgement back only when it has become clearly faster', () => {
  const slow = after(times(50, 80));
  expect(after(times(100, 45), slow).isSlow).toBe(true);
  expect(after(times(100, 20), slow).isSlow).toBe(false);
});
