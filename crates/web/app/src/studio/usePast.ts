// A creator's past broadcasts: the newest at once, older ones when asked for, a new one when it has ended.
import { useCallback, useEffect, useRef, useState } from 'react';
import { answer, api } from '../api/client';
import { messageOf } from '../ui/messageOf';
import { usePolling } from '../ui/usePolling';
import { withNewest, withOlder, type Past } from './past';

export interface KnownPast {
  past: Past | null;
  isUnavailable: boolean;
  isLoadingMore: boolean;
  /** Why there isn't more, though it was asked for. */
  problem: string | null;
  /** Answers the first of those that came in addition. */
  showMore: () => Promise<string | null>;
}

/** `occasion` changes when there may be another one. */
export function usePast(occasion: string | null): KnownPast {
  const known = useRef<Past | null>(null);
  const load = useCallback(async (signal: AbortSignal) => {
    known.current = withNewest(known.current, await fetchPast(null, signal));
    return known.current;
  }, []);
  const { data: past, error, put, refresh } = usePolling(load, null);
  const lastOccasion = useRef(occasion);
  useEffect(() => {
    if (lastOccasion.current !== occasion) refresh();
    lastOccasion.current = occasion;
  }, [occasion, refresh]);

  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const showMore = useCallback(async () => {
    const cursor = known.current?.nextCursor;
    if (!known.current || !cursor) return null;
    setIsLoadingMore(true);
    setProblem(null);
    try {
      const older = await fetchPast(cursor);
      known.current = withOlder(known.current, older);
      put(known.current);
      return older.sessions[0]?.id ?? null;
    } catch (failure) {
      setProblem(messageOf(failure));
      return null;
    } finally {
      setIsLoadingMore(false);
    }
  }, [put]);

  return { past, isUnavailable: past === null && error !== null, isLoadingMore, problem, showMore };
}

async function fetchPast(cursor: string | null, signal?: AbortSignal): Promise<Past> {
  const query = cursor === null ? {} : { cursor };
  const { data, nextCursor } = await answer(api.GET('/api/stream/past', { params: { query }, ...(signal ? { signal } : {}) }));
  return { sessions: data, nextCursor };
}
