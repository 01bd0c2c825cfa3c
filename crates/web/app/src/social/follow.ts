// Follower counts.

/** The count as if the change had been stored. */
export function optimisticCount(followers: number, isFollowing: boolean): number {
  return Math.max(0, followers + (isFollowing ? 1 : -1));
}
