// How fast people write, and how fast the service lets them.

/** The service lets one person write so often within any such time. */
const MESSAGES = 5;
const WITHIN_MS = 10_000;
/** Messages may arrive closer together than they were sent. */
const MARGIN_MS = 500;

/** Keeps one person within the rule. */
export class Pace {
  private readonly sentAt: number[] = [];

  /** How long to wait from now on before the next message. */
  waitMs(now: number): number {
    const oldest = this.sentAt.at(-MESSAGES);
    return oldest === undefined ? 0 : Math.max(0, oldest + WITHIN_MS + MARGIN_MS - now);
  }

  note(now: number): void {
    this.sentAt.push(now);
    if (this.sentAt.length > MESSAGES) this.sentAt.shift();
  }
}

/** How many people it takes to write so many messages a second together. */
export function peopleFor(messagesPerSecond: number): number {
  return Math.ceil((messagesPerSecond * (WITHIN_MS + MARGIN_MS)) / 1_000 / MESSAGES) + 1;
}

/** Reading what the other one said, thinking, and typing an answer. `chance` is from 0 to 1. */
export function typingMs(text: string, chance: number): number {
  return (900 + 45 * text.length) * (0.7 + 0.6 * chance);
}

/** The silence between two exchanges. */
export function silenceMs(chance: number): number {
  return 1_500 + 5_500 * chance;
}

/** The wait after the given failed attempt (1 for the first): doubling up to half a minute. */
export function growingMs(attempt: number, chance: number): number {
  return Math.min(30_000, 1_000 * 2 ** (attempt - 1)) * (0.8 + 0.4 * chance);
}
