// A Web Lock that marks which tab of this browser sends a creator's broadcast. It is released when the tab closes,
// and unlike session storage a duplicated tab doesn't inherit it.

/** `unknown`: the browser doesn't support locks, so taking over needs confirmation. */
export type OtherTab = 'checking' | 'none' | 'sending' | 'unknown';

/** When a page reloads, the old page releases its lock shortly after the new page has started. */
const LOCK_TIMEOUT_MS = 500;

export class BroadcastLock {
  readonly #name: string;
  readonly #locks: LockManager | undefined;
  #isRequested = false;
  #releaseLock: (() => void) | null = null;
  /** The browser's id of this page. */
  #clientId: string | undefined;

  constructor(userId: string, locks: LockManager | undefined = navigator.locks) {
    this.#name = `onair.sending.${userId}`;
    this.#locks = locks;
  }

  /** Takes the lock from any other tab. Call it when the user wants to send from this tab. */
  async acquire(): Promise<void> {
    this.#isRequested = true;
    if (this.#releaseLock === null) await this.#holdLock({ steal: true });
  }

  release(): void {
    this.#isRequested = false;
    this.#releaseLock?.();
    this.#releaseLock = null;
  }

  /** Whether another tab of this browser has taken over. */
  async isHeldElsewhere(): Promise<boolean> {
    const held = (await this.#query())?.held ?? [];
    return held.some((lock) => this.#isOurName(lock) && lock.clientId !== this.#clientId);
  }

  /** Reports whether another tab is sending, and when it stops. Returns a function that stops observing. */
  watch(listener: (other: OtherTab) => void): () => void {
    const abort = new AbortController();
    const { signal } = abort;
    const timer = setTimeout(() => listener('sending'), LOCK_TIMEOUT_MS);
    const onFree = () => {
      clearTimeout(timer);
      if (!signal.aborted) listener('none');
    };
    const onUnavailable = () => {
      clearTimeout(timer);
      if (!signal.aborted) listener('unknown');
    };
    // A shared lock, so that observers aren't mistaken for senders.
    this.#request({ mode: 'shared', signal }, async () => onFree()).catch(onUnavailable);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }

  async #holdLock(options: LockOptions): Promise<void> {
    return new Promise((resolve) => {
      const onGranted = async () => {
        this.#clientId = (await this.#query())?.held?.find((lock) => this.#isOurName(lock))?.clientId;
        resolve();
        if (this.#isRequested) await new Promise<void>((releaseLock) => (this.#releaseLock = releaseLock));
      };
      this.#request(options, onGranted).catch((error: unknown) => {
        resolve();
        this.#releaseLock = null;
        const isStolen = error instanceof DOMException && error.name === 'AbortError';
        // The other tab may fail to send; then this tab is still the sender.
        if (isStolen && this.#isRequested) void this.#holdLock({});
      });
    });
  }

  async #request(options: LockOptions, granted: () => Promise<void>): Promise<void> {
    if (!this.#locks) throw new DOMException('no locks in this browser', 'NotSupportedError');
    await this.#locks.request(this.#name, options, granted);
  }

  /** Undefined if the browser doesn't support locks. */
  async #query(): Promise<LockManagerSnapshot | undefined> {
    try {
      return await this.#locks?.query();
    } catch {
      return undefined;
    }
  }

  #isOurName({ name, mode }: LockInfo): boolean {
    return name === this.#name && mode === 'exclusive';
  }
}
