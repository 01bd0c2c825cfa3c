import { expect, it } from 'vitest';
import { reconcileList, type ListUpdate, type StableList } from './stableList';

interface Item {
  id: string;
  count: number;
  isGone?: boolean;
}

const idOf = ({ id }: Item) => id;
const markGone = (item: Item): Item => ({ ...item, isGone: true });
const update = (ids: string, { hasMore = false, pages = 1, count = 0 } = {}): ListUpdate<Item> => ({
  items: [...ids].map((id) => ({ id, count })),
  pages,
  hasMore,
});
const shown = (ids: string, given = {}): StableList<Item> => ({ ...update(ids, given), newItemCount: 0 });
const reading = { idOf, markGone, isReading: true };
const idsOf = ({ items }: StableList<Item>) => items.map(idOf).join('');

it('takes the new order while nobody is reading', () => {
  const next = reconcileList(shown('abc'), update('cab'), { ...reading, isReading: false });
  expect(idsOf(next)).toBe('cab');
  expect(next.newItemCount).toBe(0);
});

it('keeps every position while somebody is reading, and updates the data', () => {
  const next = reconcileList(shown('abc', { hasMore: true }), update('cxab', { hasMore: true, count: 7 }), reading);
  expect(idsOf(next)).toBe('abc');
  expect(next.items.map(({ count }) => count)).toEqual([7, 7, 7]);
});

it('appends the page that the user requested', () => {
  const next = reconcileList(shown('abc', { hasMore: true }), update('axbcde', { pages: 2 }), reading);
  expect(idsOf(next)).toBe('abcde');
  expect(next.newItemCount).toBe(1);
});

it('marks missing items if the whole list is known', () => {
  const whole = reconcileList(shown('abc'), update('ac'), reading);
  expect(whole.items.map((item) => item.isGone ?? false)).toEqual([false, true, false]);
  const partly = reconcileList(shown('abc', { hasMore: true }), update('acd', { hasMore: true }), reading);
  expect(partly.items.every((item) => !item.isGone)).toBe(true);
});

it('counts new items', () => {
  expect(reconcileList(shown('ab'), update('xaby'), reading).newItemCount).toBe(2);
  const further = reconcileList(shown('ab', { hasMore: true }), update('abcd', { hasMore: true }), reading);
  expect(further.newItemCount, 'the items of “Show more”').toBe(0);
});

it('starts over after an empty list', () => {
  expect(idsOf(reconcileList(shown(''), update('a'), reading))).toBe('a');
  expect(idsOf(reconcileList(null, update('a'), reading))).toBe('a');
});
