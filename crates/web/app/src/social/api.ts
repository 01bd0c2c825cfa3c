// The calls about follows and blocks.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { keys } from '../api/keys';
import { pagedQuery } from '../api/pages';
import { every } from '../api/queryClient';
import type { Acquaintance } from '../api/types';

export type Side = 'followers' | 'following';

export async function setFollowing(userId: string, isFollowing: boolean): Promise<boolean> {
  const params = { path: { userId } };
  const call = isFollowing
    ? api.POST('/api/social/follow/{userId}', { params })
    : api.DELETE('/api/social/follow/{userId}', { params });
  return (await answer(call)).data.isFollowing;
}

export async function block(userId: string): Promise<void> {
  await answer(api.POST('/api/social/block/{userId}', { params: { path: { userId } } }));
}

export async function unblock(userId: string): Promise<void> {
  await answer(api.DELETE('/api/social/block/{userId}', { params: { path: { userId } } }));
}

const COUNT_MS = 60_000;

export function followerCountQuery(userId: string) {
  return queryOptions({
    queryKey: keys.followerCount(userId),
    queryFn: async ({ signal }) => {
      const params = { path: { userId }, query: { limit: 1 } };
      return (await answer(api.GET('/api/social/followers/{userId}', { params, signal }))).total;
    },
    refetchInterval: every(COUNT_MS),
  });
}

/** One side of somebody's follows. */
export function peopleQuery(userId: string, side: Side) {
  return pagedQuery<Acquaintance>({
    queryKey: keys.peopleOf(userId, side),
    load: async (query, signal) => {
      const asked = { params: { path: { userId }, query }, signal };
      const call = side === 'followers' ? api.GET('/api/social/followers/{userId}', asked) : api.GET('/api/social/following/{userId}', asked);
      const { data, nextCursor, total } = await answer(call);
      return { items: data, nextCursor, total };
    },
  });
}

export const blockedQuery = pagedQuery<Acquaintance>({
  queryKey: keys.blocked,
  load: async (query, signal) => {
    const { data, nextCursor } = await answer(api.GET('/api/social/blocked', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
});

export function idOfUser({ id }: Acquaintance): string {
  return id;
}
