// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { BroadcastLock, type OtherTab } from './broadcastLock';
import { FakeLocks } from './testLocks';

let locks = new FakeLocks();
const tab = (clientId: string) => new BroadcastLock('ada', locks.in(clientId));

/** The states that a tab observes. */
const observe = (lock: BroadcastLock) => {
  const states: OtherTab[] = [];
  const stop = lock.watch((other) => void states.push(other));
  return { states, stop };
};

beforeEach(() => {
  locks = new FakeLocks();
});

it('reports that another tab is sending, and when it stops', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await first.acquire();
  const { states } = observe(second);
  await vi.waitFor(() => expect(states).toEqual(['sending']));
  first.release();
  await vi.waitFor(() => expect(states).toEqual(['sending', 'none']));
});

it('reports no other tab after a reload', async () => {
  const first = tab('first');
  await first.acquire();
  const { states } = observe(tab('reloaded'));
  // The old page releases the lock shortly after the new page has started.
  first.release();
  await vi.waitFor(() => expect(states).toEqual(['none']));
});

it('is taken by the tab that the user chose, and the other tab notices', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await first.acquire();
  expect(await first.isHeldElsewhere()).toBe(false);
  expect(await second.isHeldElsewhere()).toBe(true);
  await second.acquire();
  expect(await first.isHeldElsewhere()).toBe(true);
  expect(await second.isHeldElsewhere()).toBe(false);
});

it('returns to the tab that is still sending when the other one gives up', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await first.acquire();
  await second.acquire();
  second.release();
  await vi.waitFor(async () => expect(await second.isHeldElsewhere()).toBe(true));
  expect(await first.isHeldElsewhere()).toBe(false);
});

it('isn’t held by tabs that only observe', async () => {
  const first = tab('first');
  observe(tab('second'));
  expect(await first.isHeldElsewhere()).toBe(false);
});

it.each<[string, LockManager | undefined]>([
  ['has no Web Locks', undefined],
  ['refuses them', { request: async () => Promise.reject(new DOMException('no', 'SecurityError')), query: async () => Promise.reject(new Error('no')) }],
])('is unknown if the browser %s, and doesn’t prevent sending', async (_, manager) => {
  const lock = new BroadcastLock('ada', manager);
  const { states } = observe(lock);
  await vi.waitFor(() => expect(states).toEqual(['unknown']));
  await lock.acquire();
  expect(await lock.isHeldElsewhere()).toBe(false);
  lock.release();
});
