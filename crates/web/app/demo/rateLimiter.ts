// Typing speed, and the service's rate limit.

/** The service's rate limit per user. */
const MESSAGES = 5;
const WITHIN_MS = 10_000;
/** Messages may arrive closer together than they were sent. */
const MARGIN_MS = 500;

/** Keeps one user within the rate limit. */
export class RateLimiter {
  private readonly sentAt: number[] = [];

  /** The delay before the next message may be sent. */
  waitMs(now: number): number {
    const oldest = this.sentAt.at(-MESSAGES);
    return oldest === undefined ? 0 : Math.max(0, oldest + WITHIN_MS + MARGIN_MS - now);
  }

  note(now: number): void {
    this.sentAt.push(now);
    if (this.sentAt.length > MESSAGES) this.sentAt.shift();
  }
}

/** The number of users needed to send this many messages per second. */
export function usersFor(messagesPerSecond: number): number {
  return Math.ceil((messagesPerSecond * (WITHIN_MS + MARGIN_MS)) / 1_000 / MESSAGES) + 1;
}

/** The time to read, think and type. `random` is from 0 to 1. */
export function typingMs(text: string, random: number): number {
  return (900 + 45 * text.length) * (0.7 + 0.6 * random);
}

/** The pause between two exchanges. */
export function pauseBetweenExchangesMs(random: number): number {
  return 1_500 + 5_500 * random;
}

/** The delay after the given failed attempt (1 for the first): exponential backoff up to 30 s. */
export function backoffMs(attempt: number, random: number): number {
  return Math.min(30_000, 1_000 * 2 ** (attempt - 1)) * (0.8 + 0.4 * random);
}
