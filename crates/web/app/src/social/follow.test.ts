import { describe, expect, it } from 'vitest';
import { changed, followersLabel } from './follow';

describe('following', () => {
  it('counts the person who follows, and no longer who unfollows', () => {
    expect(changed({ isFollowing: false, followers: 4 })).toEqual({ isFollowing: true, followers: 5 });
    expect(changed({ isFollowing: true, followers: 5 })).toEqual({ isFollowing: false, followers: 4 });
  });

  it('never counts below nobody, whatever was known', () => {
    expect(changed({ isFollowing: true, followers: 0 }).followers).toBe(0);
  });

  it('says how many in words', () => {
    expect([0, 1, 1234].map(followersLabel)).toEqual(['0 followers', '1 follower', '1,234 followers']);
  });
});
