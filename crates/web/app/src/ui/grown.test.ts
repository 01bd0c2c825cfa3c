import { expect, it } from 'vitest';
import { newcomers, reread, started, withMore, type Part } from './grown';

interface Item {
  id: string;
  count: number;
  isGone?: boolean;
}

const idOf = ({ id }: Item) => id;
const gone = (item: Item): Item => ({ ...item, isGone: true });
const list = (ids: string, nextCursor: string | null = null, count = 0): Part<Item> => ({
  items: [...ids].map((id) => ({ id, count })),
  nextCursor,
});
const idsOf = ({ items }: Part<Item>) => items.map(idOf).join('');

it('shows nobody twice who has moved into the next part', () => {
  const known = withMore(started(list('abc', '3')), list('cde', null), idOf);
  expect(idsOf(known)).toBe('abcde');
  expect(known.nextCursor).toBeNull();
});

it('takes the order of the moment while nobody reads', () => {
  const known = reread(started(list('abc')), list('cab'), { idOf, gone, isReading: false });
  expect(idsOf(known)).toBe('cab');
  expect(newcomers(known, idOf)).toBe(0);
});

it('keeps every place while somebody reads, and tells the new counts in it', () => {
  const known = reread(started(list('abc', 'on')), list('cxab', 'other', 7), { idOf, gone, isReading: true });
  expect(idsOf(known)).toBe('abc');
  expect(known.items.map(({ count }) => count)).toEqual([7, 7, 7]);
  expect(known.nextCursor).toBe('on');
});

it('marks what is gone, if all of the list is known', () => {
  const whole = reread(started(list('abc')), list('ac'), { idOf, gone, isReading: true });
  expect(whole.items.map((item) => item.isGone ?? false)).toEqual([false, true, false]);
  const partly = reread(started(list('abc', 'on')), list('acd', 'on'), { idOf, gone, isReading: true });
  expect(partly.items.every((item) => !item.isGone)).toBe(true);
});

it('counts who has come since', () => {
  expect(newcomers(reread(started(list('ab')), list('xaby'), { idOf, gone, isReading: true }), idOf)).toBe(2);
  const further = reread(started(list('ab', 'on')), list('abcd', 'on'), { idOf, gone, isReading: true });
  expect(newcomers(further, idOf), 'what “Show more” would have shown').toBe(0);
});

it('starts over where there was nothing to read', () => {
  expect(idsOf(reread(started(list('')), list('a'), { idOf, gone, isReading: true }))).toBe('a');
  expect(idsOf(reread(null, list('a'), { idOf, gone, isReading: true }))).toBe('a');
});
