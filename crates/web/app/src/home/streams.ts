// What the lists of streams share: how they are asked for, and what becomes of a stream that leaves one.
import { answer, api } from '../api/client';
import type { LiveStream } from '../api/types';
import type { LoadPart } from '../ui/useGrowingList';

export const loadLive: LoadPart<LiveStream> = async (query, signal) => {
  const { data, nextCursor } = await answer(api.GET('/api/viewer/live', { params: { query }, ...(signal ? { signal } : {}) }));
  return { items: data, nextCursor };
};

export const loadFollowed: LoadPart<LiveStream> = async (query, signal) => {
  const call = api.GET('/api/viewer/following', { params: { query }, ...(signal ? { signal } : {}) });
  const { data, nextCursor } = await answer(call);
  return { items: data, nextCursor };
};

export function streamId({ id }: LiveStream): string {
  return id;
}

/** It was in the list of who is live, and no longer is. */
export function hasEnded(stream: LiveStream): LiveStream {
  return { ...stream, isLive: false, viewerCount: 0 };
}
