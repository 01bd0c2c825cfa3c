// The statistics of the received picture, sampled regularly.
import type { RemoteTrack } from 'livekit-client';
import { useEffect, useState } from 'react';
import { readReceiverSample, receiverStats, type ReceiverSample, type ReceiverStats } from './receiverStats';

const SAMPLE_INTERVAL_MS = 2_000;

export function useReceiverStats(track: RemoteTrack | undefined): ReceiverStats | null {
  const [stats, setStats] = useState<ReceiverStats | null>(null);
  useEffect(() => {
    let isCurrent = true;
    let last: ReceiverSample | null = null;
    const sample = async () => {
      const report = await track?.receiver?.getStats();
      if (!report || !isCurrent) return;
      const entries: { type: string }[] = [];
      report.forEach((entry: { type: string }) => entries.push(entry));
      const next = readReceiverSample(entries, performance.now());
      if (last) setStats(receiverStats(last, next));
      last = next;
    };
    const trySample = () => {
      // A receiver that was just removed has no statistics.
      sample().catch(() => undefined);
    };
    trySample();
    const timer = setInterval(trySample, SAMPLE_INTERVAL_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      setStats(null);
    };
  }, [track]);
  return stats;
}
