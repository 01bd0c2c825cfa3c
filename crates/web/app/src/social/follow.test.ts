import { describe, expect, it } from 'vitest';
import { optimisticCount } from './follow';

describe('the follower count', () => {
  it('is incremented by a follow and decremented by an unfollow', () => {
    expect(optimisticCount(4, true)).toBe(5);
    expect(optimisticCount(5, false)).toBe(4);
  });

  it('is never negative', () => {
    expect(optimisticCount(0, false)).toBe(0);
  });
});
