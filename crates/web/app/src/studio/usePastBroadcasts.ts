// The creator's past broadcasts.
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

/** Change `refreshKey` to refetch the list. */
export function usePastBroadcasts(refreshKey: string | null): PagedList<PastSession> {
  const list = usePagedList(pastQuery, { idOf: idOfSession });
  const { refresh } = list;
  const lastRefreshKey = useRef(refreshKey);
  useEffect(() => {
    if (lastRefreshKey.current !== refreshKey) refresh();
    lastRefreshKey.current = refreshKey;
  }, [refreshKey, refresh]);
  return list;
}

export function idOfSession({ id }: PastSession): string {
  return id;
}
