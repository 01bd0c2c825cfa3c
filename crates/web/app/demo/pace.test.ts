import { expect, test } from 'vitest';
import { growingMs, Pace, peopleFor, silenceMs, typingMs } from './pace';

test('nobody writes more than five messages within ten seconds, however much they have to say', () => {
  const pace = new Pace();
  const sentAt: number[] = [];
  let now = 0;
  for (let message = 0; message < 40; message += 1) {
    now += pace.waitMs(now);
    pace.note(now);
    sentAt.push(now);
    now += 100;
  }
  const untilTheSixth = sentAt.slice(5).map((at, index) => at - (sentAt[index] ?? 0));
  expect(Math.min(...untilTheSixth)).toBeGreaterThan(10_000);
});

test('who writes seldom never waits', () => {
  const pace = new Pace();
  for (let now = 0; now < 100_000; now += 3_000) {
    expect(pace.waitMs(now)).toBe(0);
    pace.note(now);
  }
});

test('a load has enough people', () => {
  for (const rate of [0.1, 1, 20, 333]) expect(peopleFor(rate) * 5).toBeGreaterThanOrEqual(rate * 10.5);
});

test('people take seconds, and longer for longer texts', () => {
  expect(typingMs('hi', 0)).toBeGreaterThan(500);
  expect(typingMs('x'.repeat(80), 0.5)).toBeGreaterThan(typingMs('hi', 0.5));
  expect(silenceMs(1)).toBeLessThan(10_000);
});

test('pauses grow, but not for ever', () => {
  expect(growingMs(2, 0.5)).toBe(2 * growingMs(1, 0.5));
  expect(growingMs(100, 1)).toBeLessThan(60_000);
});
