// How many follow somebody.

/** As if the change were done. */
export function countAfter(followers: number, isFollowing: boolean): number {
  return Math.max(0, followers + (isFollowing ? 1 : -1));
}

export function followersLabel(count: number): string {
  return count === 1 ? '1 follower' : `${count.toLocaleString('en')} followers`;
}
