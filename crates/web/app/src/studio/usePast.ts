// A creator's past broadcasts: the newest at once, older ones when asked for, a new one when it has ended.
import { useEffect, useRef } from 'react';
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { pagedQuery } from '../api/pages';
import type { PastSession } from '../api/types';
import { usePagedList, type PagedList } from '../ui/usePagedList';

const pastQuery = pagedQuery<PastSession>({
  queryKey: queryKeys.ownPast,
  fetchPage: async (query, signal) => {
    const { data, nextCursor } = await unwrap(api.GET('/api/stream/past', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
});

/** `occasion` changes when there may be another one. */
export function usePast(occasion: string | null): PagedList<PastSession> {
  const list = usePagedList(pastQuery, { idOf: idOfSession });
  const { refresh } = list;
  const lastOccasion = useRef(occasion);
  useEffect(() => {
    if (lastOccasion.current !== occasion) refresh();
    lastOccasion.current = occasion;
  }, [occasion, refresh]);
  return list;
}

export function idOfSession({ id }: PastSession): string {
  return id;
}
