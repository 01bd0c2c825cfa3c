// How many follow somebody, and whether this person does: what is shown while a change is under way.

export interface FollowState {
  isFollowing: boolean;
  followers: number;
}

/** As if the change were done. */
export function changed({ isFollowing, followers }: FollowState): FollowState {
  return { isFollowing: !isFollowing, followers: Math.max(0, followers + (isFollowing ? -1 : 1)) };
}

export function followersLabel(count: number): string {
  return count === 1 ? '1 follower' : `${count.toLocaleString('en')} followers`;
}
