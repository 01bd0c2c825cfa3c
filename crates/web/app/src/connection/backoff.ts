// How long to wait before trying again.

/** After this many failed attempts a person is asked instead. */
export const MAX_ATTEMPTS = 3;

const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/**
 * The wait after the given failed attempt (1 for the first): doubling, with a fifth of it left to
 * chance so that a room full of viewers doesn't come back in the same instant. What the service asks
 * for by `Retry-After` is a lower bound, up to the longest wait a person would sit through.
 */
export function backoffMs(attempt: number, chance: number, askedForMs = 0): number {
  const doubled = FIRST_MS * 2 ** Math.max(0, attempt - 1);
  const spread = doubled * (0.9 + 0.2 * chance);
  return Math.round(Math.min(LONGEST_MS, Math.max(spread, askedForMs)));
}
