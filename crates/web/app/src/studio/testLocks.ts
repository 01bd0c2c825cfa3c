// For tests: Web Locks of a browser with several tabs.

interface Request {
  clientId: string;
  mode: LockMode;
  granted: () => Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** One lock name, as several tabs see it. */
export class FakeLocks {
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
