// Measures how well the broadcast is sent.
import type { Room } from 'livekit-client';
import { useEffect, useState } from 'react';
import { currentT } from '../i18n/current';
import { readSendCounters } from './sendCounters';
import { streamHealth, type SendCounters, type StreamHealth } from './streamHealth';

const INTERVAL_MS = 3_000;

/** Null while there is nothing to compare. */
export function useStreamHealth(room: Room, isConnected: boolean): StreamHealth | null {
  const [health, setHealth] = useState<StreamHealth | null>(null);
  useEffect(() => {
    if (!isConnected) return undefined;
    let isCurrent = true;
    let last: SendCounters | null = null;
    const measure = async () => {
      const now = await readSendCounters(room);
      if (!isCurrent) return;
      const next = streamHealth(currentT(), last, now);
      last = now;
      if (next) setHealth(next);
    };
    // A sender may be closed meanwhile; the next measurement has the new one.
    const tryMeasure = () => void measure().catch(() => undefined);
    tryMeasure();
    const timer = setInterval(tryMeasure, INTERVAL_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      setHealth(null);
    };
  }, [room, isConnected]);
  return health;
}
