import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_EVENT_STREAMS, withConnectionSlot } from './connectionSlots';
import { TestLocks } from './testLocks';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A tab that stays subscribed until it is closed. */
const openTab = (locks: LockManager | undefined) => {
  const abort = new AbortController();
  const run = vi.fn(
    () => new Promise<void>((resolve) => void abort.signal.addEventListener('abort', () => resolve())),
  );
  const onNoSlot = vi.fn<() => void>();
  const done = withConnectionSlot(run, { locks, onNoSlot }, abort.signal);
  return { run, onNoSlot, done, close: () => abort.abort() };
};

const soon = () => vi.advanceTimersByTimeAsync(1_000);
const isListening = ({ run }: ReturnType<typeof openTab>) => run.mock.calls.length === 1;

describe('the event stream slots', () => {
  it('are shared by all tabs, and tabs without one are notified', async () => {
    const locks = new TestLocks();
    const tabs = Array.from({ length: 8 }, () => openTab(locks.asManager()));
    await soon();
    expect(tabs.filter(isListening)).toHaveLength(MAX_EVENT_STREAMS);
    for (const tab of tabs) expect(tab.onNoSlot).toHaveBeenCalledTimes(isListening(tab) ? 0 : 1);
    expect(locks.heldCount, 'no tab holds more than one slot').toBe(MAX_EVENT_STREAMS);
  });

  it('pass to another tab when a tab closes', async () => {
    const locks = new TestLocks();
    const tabs = Array.from({ length: MAX_EVENT_STREAMS + 1 }, () => openTab(locks.asManager()));
    await soon();
    tabs.find(isListening)?.close();
    await soon();
    expect(tabs.every(isListening)).toBe(true);
    for (const tab of tabs) tab.close();
    await Promise.all(tabs.map(({ done }) => done));
    expect(locks.heldCount).toBe(0);
  });

  it('aren’t taken by a tab that closed while waiting', async () => {
    const locks = new TestLocks();
    const tabs = Array.from({ length: MAX_EVENT_STREAMS + 1 }, () => openTab(locks.asManager()));
    await soon();
    const late = tabs.find((tab) => !isListening(tab));
    late?.close();
    await late?.done;
    for (const tab of tabs) tab.close();
    await soon();
    expect(late?.run).not.toHaveBeenCalled();
    expect(locks.heldCount).toBe(0);
  });

  it('are unavailable without working Web Locks', async () => {
    const refusing = {
      request: async () => {
        throw new DOMException('storage is blocked', 'SecurityError');
      },
    };
    for (const locks of [undefined, refusing as unknown as LockManager]) {
      const tab = openTab(locks);
      await tab.done;
      expect(tab.run).not.toHaveBeenCalled();
      expect(tab.onNoSlot).toHaveBeenCalledTimes(1);
    }
  });
});
