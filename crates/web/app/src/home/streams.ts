// The lists of streams.
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { pagedQuery } from '../api/pages';
import type { LiveStream } from '../api/types';

export const liveQuery = pagedQuery<LiveStream>({
  queryKey: queryKeys.live,
  fetchPage: async (query, signal) => {
    const { data, nextCursor } = await unwrap(api.GET('/api/viewer/live', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
  refetchIntervalMs: 5_000,
});

export const followedQuery = pagedQuery<LiveStream>({
  queryKey: queryKeys.followed,
  fetchPage: async (query, signal) => {
    const { data, nextCursor } = await unwrap(api.GET('/api/viewer/following', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
  // Live streams come first; the rest is loaded on demand.
  firstPageSize: 4,
  refetchIntervalMs: 10_000,
});

export function streamId({ id }: LiveStream): string {
  return id;
}

/** Marks a stream that is no longer in the live list. */
export function markEnded(stream: LiveStream): LiveStream {
  return { ...stream, isLive: false, viewerCount: 0, liveThumbnail: null };
}
