// Whether the creator's stream is live, and how many watch, kept current by the service's events.
import { unwrap, api } from '../api/client';
import { ownStatusQuery } from '../api/queries';
import type { StreamStatus } from '../api/types';
import { statusVersionOf } from '../connection/rejoinDelay';
import { applyOwnStreamEvent } from '../events/applyEvent';
import { useLiveQuery } from '../events/useLiveQuery';

export interface KnownStatus {
  status: StreamStatus | null;
  /** See `statusVersionOf`. */
  statusVersion: string;
  refresh: () => void;
}

export function useStreamStatus(isEnabled: boolean): KnownStatus {
  const { data, snapshotCount, refresh } = useLiveQuery(ownStatusQuery, openEvents, {
    refetchIntervalMs: null,
    apply: applyOwnStreamEvent,
    isEnabled,
    isActiveWhenHidden: isOn,
  });
  return { status: data, statusVersion: statusVersionOf(snapshotCount, data), refresh };
}

/** A creator looks at other windows while they are live. */
function isOn({ isLive }: StreamStatus): boolean {
  return isLive;
}

function openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
  return unwrap(api.GET('/api/stream/events', { parseAs: 'stream', signal }));
}
