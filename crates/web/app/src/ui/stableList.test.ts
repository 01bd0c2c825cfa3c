import { expect, it } from 'vitest';
import { reconcileList, type ListUpdate, type StableList } from './stableList';

interface Item {
  id: string;
  count: number;
  isRemoved?: boolean;
}

const idOf = ({ id }: Item) => id;
const markRemoved = (item: Item): Item => ({ ...item, isRemoved: true });
const update = (ids: string, { hasMore = false, pages = 1, count = 0 } = {}): ListUpdate<Item> => ({
  items: [...ids].map((id) => ({ id, count })),
  pages,
  hasMore,
});
const shown = (ids: string, given = {}): StableList<Item> => ({ ...update(ids, given), newItemCount: 0 });
const whileReading = { idOf, markRemoved, isReading: true };
const idsOf = ({ items }: StableList<Item>) => items.map(idOf).join('');

it('takes the new order while nobody is reading', () => {
  const next = reconcileList(shown('abc'), update('cab'), { ...whileReading, isReading: false });
  expect(idsOf(next)).toBe('cab');
  expect(next.newItemCount).toBe(0);
});

it('keeps every position while somebody is reading, and updates the data', () => {
  const next = reconcileList(shown('abc', { hasMore: true }), update('cxab', { hasMore: true, count: 7 }), whileReading);
  expect(idsOf(next)).toBe('abc');
  expect(next.items.map(({ count }) => count)).toEqual([7, 7, 7]);
});

it('appends the page that the user requested', () => {
  const next = reconcileList(shown('abc', { hasMore: true }), update('axbcde', { pages: 2 }), whileReading);
  expect(idsOf(next)).toBe('abcde');
  expect(next.newItemCount).toBe(1);
});

it('marks missing items if the whole list is known', () => {
  const withAllItems = reconcileList(shown('abc'), update('ac'), whileReading);
  expect(withAllItems.items.map((item) => item.isRemoved ?? false)).toEqual([false, true, false]);
  const withMoreItems = reconcileList(shown('abc', { hasMore: true }), update('acd', { hasMore: true }), whileReading);
  expect(withMoreItems.items.every((item) => !item.isRemoved)).toBe(true);
});

it('counts new items', () => {
  expect(reconcileList(shown('ab'), update('xaby'), whileReading).newItemCount).toBe(2);
  const nextPage = reconcileList(shown('ab', { hasMore: true }), update('abcd', { hasMore: true }), whileReading);
  expect(nextPage.newItemCount, 'the items of “Show more”').toBe(0);
});

it('starts over after an empty list', () => {
  expect(idsOf(reconcileList(shown(''), update('a'), whileReading))).toBe('a');
  expect(idsOf(reconcileList(null, update('a'), whileReading))).toBe('a');
});
