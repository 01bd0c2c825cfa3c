// How long the media library tries to reconnect before the page joins again with a new token.
import type { ReconnectPolicy } from 'livekit-client';

/**
 * After this time a new token is more likely to work: the room may have been recreated, or the token may have
 * expired.
 */
const MAX_RECONNECT_MS = 20_000;
/** The library's default delays grow to 10 s, which is too long for viewers after an outage. */
const MAX_DELAY_MS = 2_000;

/** The delay before the next attempt, with jitter; null to give up. */
export function reconnectDelayMs(failures: number, elapsedMs: number, random: number): number | null {
  if (elapsedMs >= MAX_RECONNECT_MS) return null;
  if (failures === 0) return Math.round(500 * random);
  return Math.round(Math.min(MAX_DELAY_MS, 300 * failures ** 2) * (0.5 + random));
}

export const reconnectPolicy: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount, elapsedMs }) => reconnectDelayMs(retryCount, elapsedMs, Math.random()),
};
