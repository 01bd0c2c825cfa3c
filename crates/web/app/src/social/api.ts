// The calls about follows and blocks.
import { answer, api } from '../api/client';
import type { Acquaintance } from '../api/types';
import type { LoadPart } from '../ui/useGrowingList';

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

export async function countFollowers(userId: string, signal: AbortSignal): Promise<number> {
  const params = { path: { userId }, query: { limit: 1 } };
  return (await answer(api.GET('/api/social/followers/{userId}', { params, signal }))).total;
}

/** One side of somebody's follows; tells how many there are in all with each part. */
export function loadSide(userId: string, side: Side, onTotal: (total: number) => void): LoadPart<Acquaintance> {
  return async (query, signal) => {
    const asked = { params: { path: { userId }, query }, ...(signal ? { signal } : {}) };
    const call = side === 'followers' ? api.GET('/api/social/followers/{userId}', asked) : api.GET('/api/social/following/{userId}', asked);
    const { data, nextCursor, total } = await answer(call);
    onTotal(total);
    return { items: data, nextCursor };
  };
}

export const loadBlocked: LoadPart<Acquaintance> = async (query, signal) => {
  const { data, nextCursor } = await answer(api.GET('/api/social/blocked', { params: { query }, ...(signal ? { signal } : {}) }));
  return { items: data, nextCursor };
};

export function idOfUser({ id }: Acquaintance): string {
  return id;
}
