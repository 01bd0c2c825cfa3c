// When the picture of a broadcast is sent and removed. One call runs at a time, so that a removal is never overtaken by
// an earlier picture.

/**
 * `picture`: it is sent now and then. `none`: there may be none, for example because the creator has withdrawn the
 * consent. `paused`: nothing is known to be on air from this page.
 */
export type Target = { kind: 'picture'; source: string } | { kind: 'none' } | { kind: 'paused' };

/** `offline`: the service has no broadcast, so nothing more is sent. */
export type Outcome = 'done' | 'failed' | 'offline';

interface Options {
  /** Takes and sends a picture. */
  send: (signal: AbortSignal) => Promise<Outcome>;
  remove: () => Promise<Outcome>;
  /** Whether the service may have a picture already. */
  mayHavePicture: boolean;
}

/** Cameras need a moment for the exposure. */
export const FIRST_DELAY_MS = 3_000;
export const INTERVAL_MS = 60_000;

export class PictureSchedule {
  readonly #options: Options;
  #mayHavePicture: boolean;
  #target: Target = { kind: 'paused' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    this.#mayHavePicture = options.mayHavePicture;
  }

  setTarget(target: Target): void {
    if (isSame(target, this.#target)) return;
    this.stop();
    this.#target = target;
    if (target.kind === 'picture') this.#repeat(FIRST_DELAY_MS);
    if (target.kind === 'none') this.#repeat(0);
  }

  /** Sends nothing more. What the service has stays. */
  stop(): void {
    this.#target = { kind: 'paused' };
    clearTimeout(this.#timer);
    this.#sending.abort();
    this.#sending = new AbortController();
  }

  /** Counted from the first time, so that the duration of the calls doesn't add up. A time that was missed is left out. */
  #repeat(delayMs: number): void {
    const startMs = Date.now() + delayMs;
    const schedule = (dueMs: number) => {
      this.#timer = setTimeout(() => {
        const missed = Math.floor((Date.now() - startMs) / INTERVAL_MS);
        schedule(startMs + (Math.max(0, missed) + 1) * INTERVAL_MS);
        this.#enqueue();
      }, dueMs - Date.now());
    };
    schedule(startMs);
  }

  #enqueue(): void {
    const { signal } = this.#sending;
    const run = async () => {
      if (signal.aborted) return;
      const outcome = this.#target.kind === 'picture' ? await this.#send(signal) : await this.#remove();
      // By now another target may have a timer.
      if (signal.aborted) return;
      if (outcome === 'offline') this.stop();
      if (outcome === 'done' && this.#target.kind === 'none') clearTimeout(this.#timer);
    };
    this.#queue = this.#queue.then(run);
  }

  async #send(signal: AbortSignal): Promise<Outcome> {
    // Also if the answer is lost.
    this.#mayHavePicture = true;
    return this.#options.send(signal);
  }

  async #remove(): Promise<Outcome> {
    if (!this.#mayHavePicture) return 'done';
    const outcome = await this.#options.remove();
    if (outcome !== 'failed') this.#mayHavePicture = false;
    return outcome;
  }
}

function isSame(one: Target, other: Target): boolean {
  if (one.kind === 'picture' && other.kind === 'picture') return one.source === other.source;
  return one.kind === other.kind;
}
