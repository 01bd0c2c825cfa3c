// Delays between attempts.

/** After this many failed attempts the user has to retry. */
export const MAX_ATTEMPTS = 3;

const INITIAL_DELAY_MS = 1_000;
const MAX_DELAY_MS = 15_000;

/** Spreads the clients that received the same `Retry-After`. */
const MIN_JITTER_MS = 1_000;

/**
 * The delay after the given failed attempt (1 for the first): exponential backoff up to a limit, with 20% jitter.
 * `random` is from 0 to 1. `retryAfterMs` is the service's `Retry-After`; the delay is never shorter.
 */
export function backoffMs(attempt: number, random: number, retryAfterMs = 0): number {
  const doubled = Math.min(MAX_DELAY_MS, INITIAL_DELAY_MS * 2 ** Math.max(0, attempt - 1));
  return Math.round(Math.max(doubled * (0.9 + 0.2 * random), jitteredMs(retryAfterMs, random)));
}

/** At least `retryAfterMs`, plus jitter; 0 if the service didn't ask for a delay. */
export function jitteredMs(retryAfterMs: number, random: number): number {
  return retryAfterMs === 0 ? 0 : retryAfterMs + random * Math.max(MIN_JITTER_MS, retryAfterMs / 5);
}
