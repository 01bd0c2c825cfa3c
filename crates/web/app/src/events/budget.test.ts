import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_STREAMS, withinBudget } from './budget';
import { TestLocks } from './testLocks';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A tab that listens until it is closed. */
const openTab = (locks: LockManager | undefined) => {
  const abort = new AbortController();
  const run = vi.fn(
    () => new Promise<void>((resolve) => void abort.signal.addEventListener('abort', () => resolve())),
  );
  const onRefused = vi.fn<() => void>();
  const done = withinBudget(run, { locks, onRefused }, abort.signal);
  return { run, onRefused, done, close: () => abort.abort() };
};

const soon = () => vi.advanceTimersByTimeAsync(1_000);
const isListening = ({ run }: ReturnType<typeof openTab>) => run.mock.calls.length === 1;

describe('the budget of event streams', () => {
  it('is kept by all tabs together, and the others are told', async () => {
    const locks = new TestLocks();
    const tabs = Array.from({ length: 8 }, () => openTab(locks.asManager()));
    await soon();
    expect(tabs.filter(isListening)).toHaveLength(MAX_STREAMS);
    for (const tab of tabs) expect(tab.onRefused).toHaveBeenCalledTimes(isListening(tab) ? 0 : 1);
    expect(locks.heldCount, 'no tab holds more than one place').toBe(MAX_STREAMS);
  });

  it('passes a place on when a tab is closed', async () => {
    const locks = new TestLocks();
    const tabs = Array.from({ length: MAX_STREAMS + 1 }, () => openTab(locks.asManager()));
    await soon();
    tabs.find(isListening)?.close();
    await soon();
    expect(tabs.every(isListening)).toBe(true);
    for (const tab of tabs) tab.close();
    await Promise.all(tabs.map(({ done }) => done));
    expect(locks.heldCount).toBe(0);
  });

  it('isn’t taken by a tab that was closed while it waited', async () => {
    const locks = new TestLocks();
    const tabs = Array.from({ length: MAX_STREAMS + 1 }, () => openTab(locks.asManager()));
    await soon();
    const late = tabs.find((tab) => !isListening(tab));
    late?.close();
    await late?.done;
    for (const tab of tabs) tab.close();
    await soon();
    expect(late?.run).not.toHaveBeenCalled();
    expect(locks.heldCount).toBe(0);
  });

  it('is nobody’s where tabs can’t count together', async () => {
    const refusing = {
      request: async () => {
        throw new DOMException('storage is blocked', 'SecurityError');
      },
    };
    for (const locks of [undefined, refusing as unknown as LockManager]) {
      const tab = openTab(locks);
      await tab.done;
      expect(tab.run).not.toHaveBeenCalled();
      expect(tab.onRefused).toHaveBeenCalledTimes(1);
    }
  });
});
