// How long the media library mends a broken connection by itself before it is begun anew.
import type { ReconnectPolicy } from 'livekit-client';

/** By then a fresh ticket is the better try: the room may be another, or the ticket too old. */
const GIVE_UP_MS = 20_000;
/** The library's own waits grow to 10 s, which is most of what a viewer is willing to wait after an outage. */
const LONGEST_MS = 2_000;

/** The wait before the next try after that many failed ones, spread over all who lost the same server. */
export function repairDelayMs(failures: number, elapsedMs: number, chance: number): number | null {
  if (elapsedMs >= GIVE_UP_MS) return null;
  if (failures === 0) return Math.round(500 * chance);
  return Math.round(Math.min(LONGEST_MS, 300 * failures ** 2) * (0.5 + chance));
}

export const repairPolicy: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount, elapsedMs }) => repairDelayMs(retryCount, elapsedMs, Math.random()),
};
