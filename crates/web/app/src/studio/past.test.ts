import { describe, expect, it } from 'vitest';
import type { PastSession } from '../api/types';
import { withNewest, withOlder, type Past } from './past';

const past = (ids: string, nextCursor: string | null = null): Past => ({
  sessions: [...ids].map((id) => ({ id }) as PastSession),
  nextCursor,
});
const ids = ({ sessions }: Past) => sessions.map(({ id }) => id).join('');

describe('past broadcasts', () => {
  it('go on where they stopped', () => {
    const all = withOlder(past('dc', 'after c'), past('ba'));
    expect([ids(all), all.nextCursor]).toEqual(['dcba', null]);
    expect(ids(withOlder(past('dc'), past('cb')))).toBe('dcb');
  });

  it('keep what was read when one is added', () => {
    const all = withNewest(past('dcb', 'after b'), past('ed', 'after d'));
    expect([ids(all), all.nextCursor]).toEqual(['edcb', 'after b']);
  });

  it('are read anew when there may be a gap', () => {
    const all = withNewest(past('ba', 'after a'), past('fe', 'after e'));
    expect([ids(all), all.nextCursor]).toEqual(['fe', 'after e']);
    expect(ids(withNewest(null, past('a')))).toBe('a');
    expect(ids(withNewest(past(''), past('a')))).toBe('a');
  });
});
