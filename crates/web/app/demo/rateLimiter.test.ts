import { expect, test } from 'vitest';
import { backoffMs, RateLimiter, usersFor, pauseBetweenExchangesMs, typingMs } from './rateLimiter';

test('a user sends at most five messages within ten seconds', () => {
  const rateLimiter = new RateLimiter();
  const sentAt: number[] = [];
  let now = 0;
  for (let message = 0; message < 40; message += 1) {
    now += rateLimiter.waitMs(now);
    rateLimiter.note(now);
    sentAt.push(now);
    now += 100;
  }
  const untilTheSixth = sentAt.slice(5).map((at, index) => at - (sentAt[index] ?? 0));
  expect(Math.min(...untilTheSixth)).toBeGreaterThan(10_000);
});

test('a user who writes rarely never waits', () => {
  const rateLimiter = new RateLimiter();
  for (let now = 0; now < 100_000; now += 3_000) {
    expect(rateLimiter.waitMs(now)).toBe(0);
    rateLimiter.note(now);
  }
});

test('a load test has enough users', () => {
  for (const rate of [0.1, 1, 20, 333]) expect(usersFor(rate) * 5).toBeGreaterThanOrEqual(rate * 10.5);
});

test('typing takes seconds, and longer for longer texts', () => {
  expect(typingMs('hi', 0)).toBeGreaterThan(500);
  expect(typingMs('x'.repeat(80), 0.5)).toBeGreaterThan(typingMs('hi', 0.5));
  expect(pauseBetweenExchangesMs(1)).toBeLessThan(10_000);
});

test('the backoff grows up to a limit', () => {
  expect(backoffMs(2, 0.5)).toBe(2 * backoffMs(1, 0.5));
  expect(backoffMs(100, 1)).toBeLessThan(60_000);
});
