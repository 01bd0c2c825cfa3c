import { expect, it } from 'vitest';
import { foundInWords, queryOf, searchPath } from './query';

it('takes 1 to 100 characters as the service counts them', () => {
  expect(queryOf(null)).toEqual({ is: 'empty' });
  expect(queryOf('  ')).toEqual({ is: 'empty' });
  expect(queryOf(` ${'😀'.repeat(100)} `)).toEqual({ is: 'good', text: '😀'.repeat(100) });
  expect(queryOf('é'.repeat(103))).toEqual({ is: 'too-long', over: 3 });
});

it('has an address that can be shared', () => {
  expect(searchPath(' a&b #1 ')).toBe('/search?q=a%26b%20%231');
  expect(searchPath('   ')).toBe('/search');
});

it('counts in words', () => {
  expect([0, 1, 2].map((count) => foundInWords(count, 'x'))).toEqual([
    'Nothing found for “\u2068x\u2069”',
    '1 stream found for “\u2068x\u2069”',
    '2 streams found for “\u2068x\u2069”',
  ]);
});
