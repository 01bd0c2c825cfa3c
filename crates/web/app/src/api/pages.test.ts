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

it('changes an item wherever it is', () => {
  const changed = changeItems((item: string) => (item === 'c' ? 'C' : item))(pages('abc', 'cd'));
  expect(changed?.pages.map(({ items }) => items.join(''))).toEqual(['abC', 'Cd']);
  expect(changeItems((item: string) => item)(undefined)).toBeUndefined();
});
