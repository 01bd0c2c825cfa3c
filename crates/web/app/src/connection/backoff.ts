// How long to wait before trying again.

/** After this many failed attempts a person is asked instead. */
export const MAX_ATTEMPTS = 3;

const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/** A crowd that was told to wait doesn't come back in the same instant. */
const SPREAD_MS = 1_000;

/**
 * The wait after the given failed attempt (1 for the first): doubling up to a bound, with a fifth of it left
 * to chance. `askedForMs` is what the service asked for by `Retry-After`: it is never cut short.
 */
export function backoffMs(attempt: number, chance: number, askedForMs = 0): number {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1));
  return Math.round(Math.max(doubled * (0.9 + 0.2 * chance), spreadMs(askedForMs, chance)));
}

/** At least as long as the service asked for; 0 where it asked for nothing. */
export function spreadMs(askedForMs: number, chance: number): number {
  return askedForMs === 0 ? 0 : askedForMs + chance * Math.max(SPREAD_MS, askedForMs / 5);
}
