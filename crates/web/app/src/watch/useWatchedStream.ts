// The stream a watch page is about, kept current by the service's events.
import type { QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { unwrap, api } from '../api/client';
import { streamQuery } from '../api/queries';
import type { WatchedStream } from '../api/types';
import { applyStreamEvent } from '../events/applyEvent';
import type { StreamEvent } from '../events/streamEvent';
import { useLiveQuery, type LiveQuery } from '../events/useLiveQuery';

/** Events are the same for everybody: whether guests may come in, and how one stands to the host, is asked for. */
const REFETCH_INTERVAL_MS = 30_000;

export function useWatchedStream(username: string): LiveQuery<WatchedStream> {
  const open = useCallback(
    (signal: AbortSignal) =>
      unwrap(api.GET('/api/viewer/stream/{username}/events', { params: { path: { username } }, parseAs: 'stream', signal })),
    [username],
  );
  const apply = useCallback((client: QueryClient, event: StreamEvent) => applyStreamEvent(client, username, event), [username]);
  const watched = useLiveQuery(streamQuery(username), open, { refetchIntervalMs: REFETCH_INTERVAL_MS, apply });
  const { data, refresh } = watched;
  // Who was let in before may not be now, and the other way round.
  const startedAt = data?.startedAt;
  const lastStart = useRef(startedAt);
  useEffect(() => {
    if (lastStart.current !== undefined && lastStart.current !== startedAt) refresh();
    lastStart.current = startedAt;
  }, [startedAt, refresh]);
  return watched;
}
