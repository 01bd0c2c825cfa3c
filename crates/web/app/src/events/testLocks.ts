// For tests: Web Locks shared by several tabs. Only exclusive locks with a `signal` are implemented.

type Callback = (lock: Lock | null) => unknown;

interface Loading {
  grant: () => void;
}

export class TestLocks {
  readonly #queues = new Map<string, Loading[]>();
  readonly #held = new Set<string>();

  get heldCount(): number {
    return this.#held.size;
  }

  async request(name: string, { signal }: { signal: AbortSignal }, callback: Callback): Promise<unknown> {
    await new Promise<void>((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      const own: Loading = { grant: resolve };
      signal.addEventListener('abort', () => {
        const index = queue.indexOf(own);
        if (index === -1) return;
        queue.splice(index, 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
      queue.push(own);
      this.#grantNext(name);
    });
    try {
      return await callback({ name, mode: 'exclusive' });
    } finally {
      this.#held.delete(name);
      this.#grantNext(name);
    }
  }

  asManager(): LockManager {
    return this as unknown as LockManager;
  }

  #grantNext(name: string): void {
    if (this.#held.has(name)) return;
    const next = this.#queues.get(name)?.shift();
    if (!next) return;
    this.#held.add(name);
    next.grant();
  }
}

/** Installs fake Web Locks, which the test environment lacks, until globals are unstubbed. */
export function stubLocks(stubGlobal: (name: string, value: unknown) => void): TestLocks {
  const locks = new TestLocks();
  stubGlobal('navigator', Object.create(navigator, { locks: { value: locks } }));
  return locks;
}
