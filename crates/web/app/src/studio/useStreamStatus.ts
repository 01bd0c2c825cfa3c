// The creator's live status and viewer count, kept current by server-sent events.
import { unwrap, api } from '../api/client';
import { ownStatusQuery } from '../api/queries';
import type { StreamStatus } from '../api/types';
import { statusVersionOf } from '../connection/rejoinDelay';
import { applyOwnStreamEvent } from '../events/applyEvent';
import { useLiveQuery } from '../events/useLiveQuery';

export interface StreamStatusState {
  status: StreamStatus | null;
  /** See `statusVersionOf`. */
  statusVersion: string;
  refresh: () => void;
}

export function useStreamStatus(isEnabled: boolean): StreamStatusState {
  const { data, snapshotCount, refresh } = useLiveQuery(ownStatusQuery, openEvents, {
    refetchIntervalMs: null,
    apply: applyOwnStreamEvent,
    isEnabled,
    isActiveWhenHidden: isOn,
  });
  return { status: data, statusVersion: statusVersionOf(snapshotCount, data), refresh };
}

/** A live creator may look at other windows. */
function isOn({ isLive }: StreamStatus): boolean {
  return isLive;
}

function openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
  return unwrap(api.GET('/api/stream/events', { parseAs: 'stream', signal }));
}
