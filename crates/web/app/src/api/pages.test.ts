import { expect, it } from 'vitest';
import { updateItems, flattenPages, type PagedData } from './pages';

const pages = (...read: string[]): PagedData<string> => ({
  pages: read.map((ids) => ({ items: [...ids], nextCursor: null })),
  pageParams: [],
});
const idOf = (item: string) => item.toLowerCase();
const live = (id: string, viewerCount: number) => ({ id, viewerCount });

it('lists an item once when it has moved to the next page', () => {
  expect(flattenPages(pages('abc', 'Cde', 'ea'), idOf).join('')).toBe('abcde');
});

it('keeps the position and data of the first page for a stream whose viewer count falls between two reads', () => {
  const data = {
    pages: [
      { items: [live('a', 9), live('b', 5)], nextCursor: 'after b' },
      { items: [live('c', 2), live('a', 1)], nextCursor: null },
    ],
    pageParams: [null, 'after b'],
  };
  expect(flattenPages(data, ({ id }) => id)).toEqual([live('a', 9), live('b', 5), live('c', 2)]);
});

it('updates an item on every page', () => {
  const changed = updateItems((item: string) => (item === 'c' ? 'C' : item))(pages('abc', 'cd'));
  expect(changed?.pages.map(({ items }) => items.join(''))).toEqual(['abC', 'Cd']);
  expect(updateItems((item: string) => item)(undefined)).toBeUndefined();
});
