// Whether the creator's stream is live, and how many watch, kept current by the service's events.
import { answer, api } from '../api/client';
import { ownStatusQuery } from '../api/queries';
import type { StreamStatus } from '../api/types';
import { newsOf } from '../connection/comeback';
import { applyOwnStreamEvent } from '../events/applyEvent';
import { useFollowed } from '../events/useFollowed';

export interface KnownStatus {
  status: StreamStatus | null;
  /** See `newsOf`. */
  news: string;
  refresh: () => void;
}

export function useStreamStatus(isWanted: boolean): KnownStatus {
  const { data, snapshots, refresh } = useFollowed(ownStatusQuery, openEvents, {
    everyMs: null,
    apply: applyOwnStreamEvent,
    isWanted,
    isHiddenToo: isOn,
  });
  return { status: data, news: newsOf(snapshots, data), refresh };
}

/** A creator looks at other windows while they are live. */
function isOn({ isLive }: StreamStatus): boolean {
  return isLive;
}

function openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
  return answer(api.GET('/api/stream/events', { parseAs: 'stream', signal }));
}
