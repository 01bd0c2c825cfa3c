// A query that server-sent events keep up to date. While no events arrive (an outage, or other tabs use all event
// streams) it is polled.
import { useQuery, useQueryClient, type QueryClient, type QueryKey, type UseQueryOptions } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { pollEvery, queryError } from '../api/queryClient';
import { withConnectionSlot } from './connectionSlots';
import type { StreamEvent } from './streamEvent';
import { subscribeToEvents, type OpenEventStream } from './subscribeToEvents';
import { whileVisible } from './whileVisible';

interface Options<T> {
  /** The polling interval while events arrive, for data that events don't contain; null disables it. */
  refetchIntervalMs: number | null;
  /** Writes an event into the query cache. */
  apply: (client: QueryClient, event: StreamEvent) => void;
  isEnabled?: boolean;
  /**
   * Whether to stay subscribed while the page is hidden. Otherwise the query catches up when the page is visible
   * again.
   */
  isActiveWhenHidden?: (last: T) => boolean;
}

export interface LiveQuery<T> {
  data: T | null;
  /** The error of the last fetch. The last successful response stays in `data`. */
  error: unknown;
  refresh: () => void;
  /** The number of snapshots received: each event stream connection starts with one. */
  snapshotCount: number;
  /** The last session whose end was reported by an event. */
  endedSessionId: string | null;
}

const FALLBACK_POLL_MS = 3_000;

export function useLiveQuery<T extends object, K extends QueryKey>(
  query: UseQueryOptions<T, Error, T, K>,
  open: OpenEventStream,
  { refetchIntervalMs, apply, isEnabled = true, isActiveWhenHidden }: Options<T>,
): LiveQuery<T> {
  const client = useQueryClient();
  const [isSubscribed, setIsSubscribed] = useState(true);
  const [snapshotCount, setSnapshotCount] = useState(0);
  const [endedSessionId, setEndedSessionId] = useState<string | null>(null);
  const result = useQuery({
    ...query,
    enabled: isEnabled,
    refetchInterval: pollEvery(isSubscribed ? refetchIntervalMs : FALLBACK_POLL_MS),
    refetchOnMount: 'always',
  });
  const { error, failureReason, refetch } = result;
  // Cached data of an earlier visit may describe a broadcast that has ended long ago, so it isn't used.
  const data = (result.isFetchedAfterMount && result.data) || null;
  const refresh = useCallback(() => {
    if (isEnabled) void refetch();
  }, [isEnabled, refetch]);

  const onEvent = useCallback(
    (event: StreamEvent) => {
      if (event.event === 'snapshot') setSnapshotCount((count) => count + 1);
      if (event.event === 'ended') setEndedSessionId(event.data.sessionId);
      apply(client, event);
    },
    [apply, client],
  );
  // Subscribe only after the first response: the stream may not exist.
  const isLoaded = data !== null;
  const isActiveWhenHiddenRef = useRef(false);
  useEffect(() => {
    isActiveWhenHiddenRef.current = data !== null && (isActiveWhenHidden?.(data) ?? false);
  }, [data, isActiveWhenHidden]);
  useEffect(() => {
    if (!isLoaded) return undefined;
    const abort = new AbortController();
    const subscribe = (signal: AbortSignal) =>
      withConnectionSlot(
        () => subscribeToEvents(open, { onEvent, onSubscribedChange: setIsSubscribed }, signal),
        { locks: navigator.locks, onNoSlot: () => setIsSubscribed(false) },
        signal,
      );
    whileVisible(subscribe, () => isActiveWhenHiddenRef.current, abort.signal);
    return () => abort.abort();
  }, [isLoaded, open, onEvent]);
  useEffect(() => {
    if (!isSubscribed) refresh();
  }, [isSubscribed, refresh]);
  return { data, error: queryError({ error, failureReason }), refresh, snapshotCount, endedSessionId };
}
