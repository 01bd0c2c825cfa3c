import { beforeEach, expect, it, vi } from 'vitest';
import { SendingClaim, type OtherTab } from './sendingClaim';
import { StandInLocks } from './testLocks';

let locks = new StandInLocks();
const tab = (clientId: string) => new SendingClaim('ada', locks.in(clientId));

/** What a tab is told of the others. */
const watching = (claim: SendingClaim) => {
  const told: OtherTab[] = [];
  const stop = claim.watch((other) => void told.push(other));
  return { told, stop };
};

beforeEach(() => {
  locks = new StandInLocks();
});

it('tells a tab that another one sends, and when it has stopped', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await first.claim();
  const { told } = watching(second);
  await vi.waitFor(() => expect(told).toEqual(['sends']));
  first.release();
  await vi.waitFor(() => expect(told).toEqual(['sends', 'none']));
});

it('tells a tab that was loaded again that nobody else sends', async () => {
  const first = tab('first');
  await first.claim();
  const { told } = watching(tab('reloaded'));
  // The old page lets go a moment after the new one has begun.
  first.release();
  await vi.waitFor(() => expect(told).toEqual(['none']));
});

it('is taken by the tab that the person chose, and the other one knows', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await first.claim();
  expect(await first.isHeldElsewhere()).toBe(false);
  expect(await second.isHeldElsewhere()).toBe(true);
  await second.claim();
  expect(await first.isHeldElsewhere()).toBe(true);
  expect(await second.isHeldElsewhere()).toBe(false);
});

it('goes back to the tab that still sends when the other one gives up', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await first.claim();
  await second.claim();
  second.release();
  await vi.waitFor(async () => expect(await second.isHeldElsewhere()).toBe(true));
  expect(await first.isHeldElsewhere()).toBe(false);
});

it('takes those who only look for no senders', async () => {
  const first = tab('first');
  watching(tab('second'));
  expect(await first.isHeldElsewhere()).toBe(false);
});

it.each<[string, LockManager | undefined]>([
  ['has no locks', undefined],
  ['refuses them', { request: async () => Promise.reject(new DOMException('no', 'SecurityError')), query: async () => Promise.reject(new Error('no')) }],
])('doesn’t know where the browser %s, and lets the person send', async (_, manager) => {
  const claim = new SendingClaim('ada', manager);
  const { told } = watching(claim);
  await vi.waitFor(() => expect(told).toEqual(['unknown']));
  await claim.claim();
  expect(await claim.isHeldElsewhere()).toBe(false);
  claim.release();
});
