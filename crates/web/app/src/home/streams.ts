// The lists of streams: how they are asked for, and what becomes of a stream that leaves one.
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
  // Who is live stands first; the rest can wait until it is asked for.
  firstPageSize: 4,
  refetchIntervalMs: 10_000,
});

export function streamId({ id }: LiveStream): string {
  return id;
}

/** It was in the list of who is live, and no longer is. */
export function hasEnded(stream: LiveStream): LiveStream {
  return { ...stream, isLive: false, viewerCount: 0 };
}
