// API calls for follows and blocks.
import { queryOptions } from '@tanstack/react-query';
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { pagedQuery } from '../api/pages';
import { pollEvery } from '../api/queryClient';
import type { RelatedUser } from '../api/types';

export type FollowDirection = 'followers' | 'following';

export async function setFollowing(userId: string, isFollowing: boolean): Promise<boolean> {
  const params = { path: { userId } };
  const call = isFollowing
    ? api.POST('/api/social/follow/{userId}', { params })
    : api.DELETE('/api/social/follow/{userId}', { params });
  return (await unwrap(call)).data.isFollowing;
}

export async function block(userId: string): Promise<void> {
  await unwrap(api.POST('/api/social/block/{userId}', { params: { path: { userId } } }));
}

export async function unblock(userId: string): Promise<void> {
  await unwrap(api.DELETE('/api/social/block/{userId}', { params: { path: { userId } } }));
}

const COUNT_REFETCH_MS = 60_000;

export function followerCountQuery(userId: string) {
  return queryOptions({
    queryKey: queryKeys.followerCount(userId),
    queryFn: async ({ signal }) => {
      const params = { path: { userId }, query: { limit: 1 } };
      return (await unwrap(api.GET('/api/social/followers/{userId}', { params, signal }))).total;
    },
    refetchInterval: pollEvery(COUNT_REFETCH_MS),
  });
}

export function followingCountQuery(userId: string) {
  return queryOptions({
    queryKey: queryKeys.followingCount(userId),
    queryFn: async ({ signal }) => {
      const params = { path: { userId }, query: { limit: 1 } };
      return (await unwrap(api.GET('/api/social/following/{userId}', { params, signal }))).total;
    },
    refetchInterval: pollEvery(COUNT_REFETCH_MS),
  });
}

/** The followers of a user, or the users that they follow. */
export function peopleQuery(userId: string, direction: FollowDirection) {
  return pagedQuery<RelatedUser>({
    queryKey: queryKeys.followList(userId, direction),
    fetchPage: async (query, signal) => {
      const init = { params: { path: { userId }, query }, signal };
      const call = direction === 'followers' ? api.GET('/api/social/followers/{userId}', init) : api.GET('/api/social/following/{userId}', init);
      const { data, nextCursor, total } = await unwrap(call);
      return { items: data, nextCursor, total };
    },
  });
}

export const blockedQuery = pagedQuery<RelatedUser>({
  queryKey: queryKeys.blocked,
  fetchPage: async (query, signal) => {
    const { data, nextCursor } = await unwrap(api.GET('/api/social/blocked', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
});

export function idOfUser({ id }: RelatedUser): string {
  return id;
}
