// Measures an upload from the counters of a sender. Pure.

export interface UploadSample {
  /** In ms. */
  at: number;
  bytes: number;
  /** The browser's own estimate of what the network permits, in bit/s; null if it doesn't tell. */
  estimate: number | null;
  isProcessorLimited: boolean;
}

export interface Upload {
  mbps: number;
  isProcessorLimited: boolean;
}

/** The rate rises at the start, so only the best seconds count. */
const WINDOW_MS = 2_000;

/** `limitMbps` is the most that was sent. Null without enough samples. */
export function uploadOf(samples: readonly UploadSample[], limitMbps: number): Upload | null {
  let best = 0;
  for (const [index, first] of samples.entries()) {
    const last = samples.slice(index + 1).find(({ at }) => at - first.at >= WINDOW_MS);
    if (last) best = Math.max(best, ((last.bytes - first.bytes) * 8) / (last.at - first.at) / 1_000);
  }
  if (best === 0) return null;
  const estimated = Math.max(0, ...samples.map(({ estimate }) => (estimate ?? 0) / 1_000_000));
  const mbps = Math.min(limitMbps, Math.max(best, estimated));
  return { mbps: Math.round(mbps * 10) / 10, isProcessorLimited: samples.some((sample) => sample.isProcessorLimited) };
}

/** Sums up a sender's statistics. */
export function uploadSample(stats: RTCStatsReport, at: number): UploadSample {
  let [bytes, estimate, isProcessorLimited] = [0, null as number | null, false];
  stats.forEach((entry: Record<string, unknown>) => {
    if (entry.type === 'outbound-rtp') {
      bytes += numberOf(entry.bytesSent) + numberOf(entry.headerBytesSent);
      isProcessorLimited ||= entry.qualityLimitationReason === 'cpu';
    }
    if (entry.type === 'candidate-pair' && typeof entry.availableOutgoingBitrate === 'number') {
      estimate = Math.max(estimate ?? 0, entry.availableOutgoingBitrate);
    }
  });
  return { at, bytes, estimate, isProcessorLimited };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
