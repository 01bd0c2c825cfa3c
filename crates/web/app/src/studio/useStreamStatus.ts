// Whether the creator's stream is live, and how many watch. Asked for every few seconds; pages don't
// know that, so that pushes can take the place of asking.
import { useMemo } from 'react';
import { answer, api } from '../api/client';
import type { StreamStatus } from '../api/types';
import { usePolling } from '../ui/usePolling';

const EVERY_MS = 3_000;

export function useStreamStatus(isWanted: boolean): { status: StreamStatus | null; refresh: () => void } {
  const load = useMemo(() => (isWanted ? fetchStreamStatus : null), [isWanted]);
  const { data, refresh } = usePolling(load, EVERY_MS);
  return { status: data, refresh };
}

export async function fetchStreamStatus(signal?: AbortSignal): Promise<StreamStatus> {
  return (await answer(api.GET('/api/stream/status', signal ? { signal } : {}))).data;
}
