import { describe, expect, it } from 'vitest';
import { countAfter, followersLabel } from './follow';

describe('following', () => {
  it('counts the person who follows, and no longer who unfollows', () => {
    expect(countAfter(4, true)).toBe(5);
    expect(countAfter(5, false)).toBe(4);
  });

  it('never counts below nobody, whatever was known', () => {
    expect(countAfter(0, false)).toBe(0);
  });

  it('says how many in words', () => {
    expect([0, 1, 1234].map(followersLabel)).toEqual(['0 followers', '1 follower', '1,234 followers']);
  });
});
