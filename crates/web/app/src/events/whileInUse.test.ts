import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HIDDEN_MS, whileInUse } from './whileInUse';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const using = ({ isHiddenToo = false } = {}) => {
  const signals: AbortSignal[] = [];
  const abort = new AbortController();
  const run = async (signal: AbortSignal) => void signals.push(signal);
  whileInUse(run, () => isHiddenToo, abort.signal);
  return { abort, runs: () => signals.length, isRunning: () => signals.at(-1)?.aborted === false };
};

const setHidden = (isHidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
};

it('ends when the page has been hidden for a while, and starts again when it is shown', () => {
  const { runs, isRunning } = using();
  setHidden(true);
  vi.advanceTimersByTime(HIDDEN_MS - 1);
  expect(isRunning()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(isRunning()).toBe(false);
  setHidden(false);
  expect([isRunning(), runs()]).toEqual([true, 2]);
});

it('goes on when the page is only hidden for a moment', () => {
  const { runs, isRunning } = using();
  setHidden(true);
  vi.advanceTimersByTime(HIDDEN_MS - 1);
  setHidden(false);
  vi.advanceTimersByTime(HIDDEN_MS);
  expect([isRunning(), runs()]).toEqual([true, 1]);
});

it('doesn’t start on a page that was opened in the background', () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  const { runs, isRunning } = using();
  expect(runs()).toBe(0);
  setHidden(false);
  expect(isRunning()).toBe(true);
});

it('goes on while the page is hidden where that is wanted', () => {
  const { isRunning } = using({ isHiddenToo: true });
  setHidden(true);
  vi.advanceTimersByTime(HIDDEN_MS);
  expect(isRunning()).toBe(true);
});

it.each([false, true])('ends at once for the back/forward cache, and starts again after it (hidden too: %s)', (isHiddenToo) => {
  const { runs, isRunning } = using({ isHiddenToo });
  window.dispatchEvent(new Event('pagehide'));
  expect(isRunning()).toBe(false);
  window.dispatchEvent(new Event('pageshow'));
  expect([isRunning(), runs()]).toEqual([true, 2]);
});

it('leaves nothing behind', () => {
  const { abort, runs, isRunning } = using();
  abort.abort();
  expect(isRunning()).toBe(false);
  setHidden(true);
  setHidden(false);
  window.dispatchEvent(new Event('pageshow'));
  expect(runs()).toBe(1);
});
