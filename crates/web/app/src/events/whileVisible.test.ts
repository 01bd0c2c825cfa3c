// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HIDDEN_GRACE_MS, whileVisible } from './whileVisible';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const track = ({ isActiveWhenHidden = false } = {}) => {
  const signals: AbortSignal[] = [];
  const abort = new AbortController();
  const run = async (signal: AbortSignal) => void signals.push(signal);
  whileVisible(run, () => isActiveWhenHidden, abort.signal);
  return { abort, runs: () => signals.length, isRunning: () => signals.at(-1)?.aborted === false };
};

const setHidden = (isHidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
};

it('stops after the page has been hidden for a while, and restarts when it is visible', () => {
  const { runs, isRunning } = track();
  setHidden(true);
  vi.advanceTimersByTime(HIDDEN_GRACE_MS - 1);
  expect(isRunning()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(isRunning()).toBe(false);
  setHidden(false);
  expect([isRunning(), runs()]).toEqual([true, 2]);
});

it('continues when the page is hidden only briefly', () => {
  const { runs, isRunning } = track();
  setHidden(true);
  vi.advanceTimersByTime(HIDDEN_GRACE_MS - 1);
  setHidden(false);
  vi.advanceTimersByTime(HIDDEN_GRACE_MS);
  expect([isRunning(), runs()]).toEqual([true, 1]);
});

it('doesn’t start on a page that was opened in the background', () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  const { runs, isRunning } = track();
  expect(runs()).toBe(0);
  setHidden(false);
  expect(isRunning()).toBe(true);
});

it('continues while the page is hidden if it is allowed to', () => {
  const { isRunning } = track({ isActiveWhenHidden: true });
  setHidden(true);
  vi.advanceTimersByTime(HIDDEN_GRACE_MS);
  expect(isRunning()).toBe(true);
});

it.each([false, true])('stops immediately for the back/forward cache, and restarts afterwards (active when hidden: %s)', (isActiveWhenHidden) => {
  const { runs, isRunning } = track({ isActiveWhenHidden });
  window.dispatchEvent(new Event('pagehide'));
  expect(isRunning()).toBe(false);
  window.dispatchEvent(new Event('pageshow'));
  expect([isRunning(), runs()]).toEqual([true, 2]);
});

it('removes its listeners', () => {
  const { abort, runs, isRunning } = track();
  abort.abort();
  expect(isRunning()).toBe(false);
  setHidden(true);
  setHidden(false);
  window.dispatchEvent(new Event('pageshow'));
  expect(runs()).toBe(1);
});
