// The stream of a watch page, kept current by server-sent events.
import type { QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { unwrap, api } from '../api/client';
import { streamQuery } from '../api/queries';
import type { WatchedStream } from '../api/types';
import { applyStreamEvent } from '../events/applyEvent';
import type { StreamEvent } from '../events/streamEvent';
import { useLiveQuery, type LiveQuery } from '../events/useLiveQuery';

/** Events are the same for all viewers. Viewer-specific data, such as a block, is polled. */
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
  // The permission to watch may differ in the next broadcast.
  const startedAt = data?.startedAt;
  const lastStartedAt = useRef(startedAt);
  useEffect(() => {
    if (lastStartedAt.current !== undefined && lastStartedAt.current !== startedAt) refresh();
    lastStartedAt.current = startedAt;
  }, [startedAt, refresh]);
  return watched;
}
