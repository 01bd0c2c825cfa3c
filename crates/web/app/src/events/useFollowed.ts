// Something about a stream, kept current: asked for once, and changed by events from then on. While no
// events come (an outage, or other tabs hold all event streams) it is asked for again and again instead.
import { useQuery, useQueryClient, type QueryClient, type QueryKey, type UseQueryOptions } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { every, failureOf } from '../api/queryClient';
import { withinBudget } from './budget';
import type { StreamEvent } from './event';
import { followEvents, type OpenEvents } from './followEvents';
import { whileInUse } from './whileInUse';

interface Options<T> {
  /** How often to ask while events come, for what they don't tell; null for never. */
  everyMs: number | null;
  /** Puts an event into the answers that are kept. */
  apply: (client: QueryClient, event: StreamEvent) => void;
  isWanted?: boolean;
  /** Whether to listen while nobody sees the page; without, it catches up when it is shown again. */
  isHiddenToo?: (last: T) => boolean;
}

export interface Followed<T> {
  data: T | null;
  /** Why the last question failed; the last good answer stays in `data`. */
  error: unknown;
  refresh: () => void;
  /** How often the service was heard anew: each connection starts with a snapshot. */
  snapshots: number;
  /** The session that ended last while this page listened. */
  endedSession: string | null;
}

const UNHEARD_MS = 3_000;

export function useFollowed<T extends object, K extends QueryKey>(
  query: UseQueryOptions<T, Error, T, K>,
  open: OpenEvents,
  { everyMs, apply, isWanted = true, isHiddenToo }: Options<T>,
): Followed<T> {
  const client = useQueryClient();
  const [isHearing, setIsHearing] = useState(true);
  const [snapshots, setSnapshots] = useState(0);
  const [endedSession, setEndedSession] = useState<string | null>(null);
  const asked = useQuery({
    ...query,
    enabled: isWanted,
    refetchInterval: every(isHearing ? everyMs : UNHEARD_MS),
    refetchOnMount: 'always',
  });
  const { error, failureReason, refetch } = asked;
  // What is kept from an earlier visit may be of a broadcast that is long over: nothing is done by it.
  const data = (asked.isFetchedAfterMount && asked.data) || null;
  const refresh = useCallback(() => {
    if (isWanted) void refetch();
  }, [isWanted, refetch]);

  const hear = useCallback(
    (event: StreamEvent) => {
      if (event.event === 'snapshot') setSnapshots((count) => count + 1);
      if (event.event === 'ended') setEndedSession(event.data.sessionId);
      apply(client, event);
    },
    [apply, client],
  );
  // Before the first answer it isn't known whether there is anything to hear of.
  const isThere = data !== null;
  const goesOnHidden = useRef(false);
  useEffect(() => {
    goesOnHidden.current = data !== null && (isHiddenToo?.(data) ?? false);
  }, [data, isHiddenToo]);
  useEffect(() => {
    if (!isThere) return undefined;
    const abort = new AbortController();
    const listen = (signal: AbortSignal) =>
      withinBudget(
        () => followEvents(open, { hear, onHearing: setIsHearing }, signal),
        { locks: navigator.locks, onRefused: () => setIsHearing(false) },
        signal,
      );
    whileInUse(listen, () => goesOnHidden.current, abort.signal);
    return () => abort.abort();
  }, [isThere, open, hear]);
  useEffect(() => {
    if (!isHearing) refresh();
  }, [isHearing, refresh]);
  return { data, error: failureOf({ error, failureReason }), refresh, snapshots, endedSession };
}
