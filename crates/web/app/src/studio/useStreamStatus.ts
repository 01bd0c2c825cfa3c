// Whether the creator's stream is live, and how many watch, kept current by the service's events.
import { useMemo } from 'react';
import { answer, api } from '../api/client';
import type { StreamStatus } from '../api/types';
import { newsOf } from '../connection/comeback';
import { useFollowed } from '../events/useFollowed';

export interface KnownStatus {
  status: StreamStatus | null;
  /** See `newsOf`. */
  news: string;
  refresh: () => void;
}

export function useStreamStatus(isWanted: boolean): KnownStatus {
  const load = useMemo(() => (isWanted ? fetchStreamStatus : null), [isWanted]);
  const { data, snapshots, refresh } = useFollowed(load, openEvents, { everyMs: null, isHiddenToo: isOn });
  return { status: data, news: newsOf(snapshots, data), refresh };
}

/** A creator looks at other windows while they are live. */
function isOn({ isLive }: StreamStatus): boolean {
  return isLive;
}

export async function fetchStreamStatus(signal?: AbortSignal): Promise<StreamStatus> {
  return (await answer(api.GET('/api/stream/status', signal ? { signal } : {}))).data;
}

function openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
  return answer(api.GET('/api/stream/events', { parseAs: 'stream', signal }));
}
