// Which tab of this browser sends a creator's broadcast. That tab holds a lock for as long as it does: it is gone with
// the tab, and a duplicated tab doesn't inherit it, as it does everything that is stored.

/** `unknown`: the browser doesn't tell, so whoever wants to send asks first. */
export type OtherTab = 'checking' | 'none' | 'sends' | 'unknown';

/** A tab that is being reloaded lets go of its lock a moment after the new page has begun. */
const SETTLED_AFTER_MS = 500;

export class SendingClaim {
  readonly #name: string;
  readonly #locks: LockManager | undefined;
  #isWanted = false;
  #letGo: (() => void) | null = null;
  /** What the browser calls this page. */
  #clientId: string | undefined;

  constructor(userId: string, locks: LockManager | undefined = navigator.locks) {
    this.#name = `onair.sending.${userId}`;
    this.#locks = locks;
  }

  /** Takes it from whoever holds it: to be called when the person wants to send here. */
  async claim(): Promise<void> {
    this.#isWanted = true;
    if (this.#letGo === null) await this.#hold({ steal: true });
  }

  release(): void {
    this.#isWanted = false;
    this.#letGo?.();
    this.#letGo = null;
  }

  /** Whether another tab of this browser has taken over. */
  async isHeldElsewhere(): Promise<boolean> {
    const held = (await this.#query())?.held ?? [];
    return held.some((lock) => this.#isOurName(lock) && lock.clientId !== this.#clientId);
  }

  /** Tells whether another tab sends, and tells again when it has stopped. Ends with what it returns. */
  watch(tell: (other: OtherTab) => void): () => void {
    const abort = new AbortController();
    const { signal } = abort;
    const settled = setTimeout(() => tell('sends'), SETTLED_AFTER_MS);
    const free = () => {
      clearTimeout(settled);
      if (!signal.aborted) tell('none');
    };
    const refused = () => {
      clearTimeout(settled);
      if (!signal.aborted) tell('unknown');
    };
    // Shared, so that those who only look aren't taken for senders.
    this.#request({ mode: 'shared', signal }, async () => free()).catch(refused);
    return () => {
      clearTimeout(settled);
      abort.abort();
    };
  }

  async #hold(options: LockOptions): Promise<void> {
    return new Promise((resolve) => {
      const held = async () => {
        this.#clientId = (await this.#query())?.held?.find((lock) => this.#isOurName(lock))?.clientId;
        resolve();
        if (this.#isWanted) await new Promise<void>((letGo) => (this.#letGo = letGo));
      };
      this.#request(options, held).catch((error: unknown) => {
        resolve();
        this.#letGo = null;
        const isStolen = error instanceof DOMException && error.name === 'AbortError';
        // Whoever took it may fail to send, and then this tab is still the one that does.
        if (isStolen && this.#isWanted) void this.#hold({});
      });
    });
  }

  async #request(options: LockOptions, granted: () => Promise<void>): Promise<void> {
    if (!this.#locks) throw new DOMException('no locks in this browser', 'NotSupportedError');
    await this.#locks.request(this.#name, options, granted);
  }

  /** Without an answer nothing is held, as far as anybody can know. */
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
