import { expect, it } from 'vitest';
import { changeItems, itemsOf, type Pages } from './pages';

const pages = (...read: string[]): Pages<string> => ({
  pages: read.map((ids) => ({ items: [...ids], nextCursor: null })),
  pageParams: [],
});
const idOf = (item: string) => item.toLowerCase();

it('shows nobody twice who has moved into the next page', () => {
  expect(itemsOf(pages('abc', 'Cde', 'ea'), idOf).join('')).toBe('abcde');
});

it('keeps the place and the data of the first page for a live stream whose count fell between two pages', () => {
  const live = (id: string, viewerCount: number) => ({ id, viewerCount });
  const pages = {
    pages: [
      { items: [live('a', 9), live('b', 5)], nextCursor: 'after b' },
      { items: [live('c', 2), live('a', 1)], nextCursor: null },
    ],
    pageParams: [null, 'after b'],
  };
  expect(itemsOf(pages, ({ id }) => id)).toEqual([live('a', 9), live('b', 5), live('c', 2)]);
});

it('changes an item wherever it is', () => {
  const changed = changeItems((item: string) => (item === 'c' ? 'C' : item))(pages('abc', 'cd'));
  expect(changed?.pages.map(({ items }) => items.join(''))).toEqual(['abC', 'Cd']);
  expect(changeItems((item: string) => item)(undefined)).toBeUndefined();
});
