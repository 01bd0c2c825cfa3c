import { expect, it } from 'vitest';
import { nextShown, type Fresh, type Shown } from './steadyList';

interface Item {
  id: string;
  count: number;
  isGone?: boolean;
}

const idOf = ({ id }: Item) => id;
const gone = (item: Item): Item => ({ ...item, isGone: true });
const fresh = (ids: string, { hasMore = false, pages = 1, count = 0 } = {}): Fresh<Item> => ({
  items: [...ids].map((id) => ({ id, count })),
  pages,
  hasMore,
});
const shown = (ids: string, given = {}): Shown<Item> => ({ ...fresh(ids, given), newcomers: 0 });
const reading = { idOf, gone, isReading: true };
const idsOf = ({ items }: Shown<Item>) => items.map(idOf).join('');

it('takes the order of the moment while nobody reads', () => {
  const next = nextShown(shown('abc'), fresh('cab'), { ...reading, isReading: false });
  expect(idsOf(next)).toBe('cab');
  expect(next.newcomers).toBe(0);
});

it('keeps every place while somebody reads, and tells the new counts in it', () => {
  const next = nextShown(shown('abc', { hasMore: true }), fresh('cxab', { hasMore: true, count: 7 }), reading);
  expect(idsOf(next)).toBe('abc');
  expect(next.items.map(({ count }) => count)).toEqual([7, 7, 7]);
});

it('adds the page that the reader asked for at the end', () => {
  const next = nextShown(shown('abc', { hasMore: true }), fresh('axbcde', { pages: 2 }), reading);
  expect(idsOf(next)).toBe('abcde');
  expect(next.newcomers).toBe(1);
});

it('marks what is gone, if all of the list is known', () => {
  const whole = nextShown(shown('abc'), fresh('ac'), reading);
  expect(whole.items.map((item) => item.isGone ?? false)).toEqual([false, true, false]);
  const partly = nextShown(shown('abc', { hasMore: true }), fresh('acd', { hasMore: true }), reading);
  expect(partly.items.every((item) => !item.isGone)).toBe(true);
});

it('counts who has come since', () => {
  expect(nextShown(shown('ab'), fresh('xaby'), reading).newcomers).toBe(2);
  const further = nextShown(shown('ab', { hasMore: true }), fresh('abcd', { hasMore: true }), reading);
  expect(further.newcomers, 'what “Show more” would have shown').toBe(0);
});

it('starts over where there was nothing to read', () => {
  expect(idsOf(nextShown(shown(''), fresh('a'), reading))).toBe('a');
  expect(idsOf(nextShown(null, fresh('a'), reading))).toBe('a');
});
