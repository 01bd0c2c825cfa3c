import { beforeEach, expect, it, vi } from 'vitest';
import { SendingClaim, type OtherTab } from './sendingClaim';

interface Request {
  clientId: string;
  mode: LockMode;
  granted: () => Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Web Locks as several tabs of one browser see them. */
class StandInLocks {
  readonly #queue: Request[] = [];
  #held: Request[] = [];

  in(clientId: string): LockManager {
    const request = async (_: string, options: LockOptions, granted: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        const asked = { clientId, mode: options.mode ?? 'exclusive', granted, resolve, reject };
        options.signal?.addEventListener('abort', () => this.#queue.splice(this.#queue.indexOf(asked), 1));
        if (options.steal) for (const lock of this.#held.splice(0)) lock.reject(new DOMException('stolen', 'AbortError'));
        if (options.steal) this.#queue.unshift(asked);
        else this.#queue.push(asked);
        this.#grant();
      });
    const query = async () => ({ held: this.#held.map(({ clientId: id, mode }) => ({ clientId: id, mode, name: 'onair.sending.ada' })) });
    return { request, query } as unknown as LockManager;
  }

  #grant(): void {
    const [next] = this.#queue;
    if (!next || this.#held.some((lock) => lock.mode === 'exclusive' || next.mode === 'exclusive')) return;
    this.#queue.shift();
    this.#held.push(next);
    void next.granted().then(() => {
      this.#held = this.#held.filter((lock) => lock !== next);
      next.resolve();
      this.#grant();
    });
    this.#grant();
  }
}

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
