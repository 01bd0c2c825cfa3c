import { expect, it } from 'vitest';
import { currentT } from '../../i18n/current';
import { parseQuery, searchPath } from './query';
import { resultSummary } from './resultSummary';

it('accepts 1 to 100 characters as the service counts them', () => {
  expect(parseQuery(null)).toEqual({ kind: 'empty' });
  expect(parseQuery('  ')).toEqual({ kind: 'empty' });
  expect(parseQuery(` ${'😀'.repeat(100)} `)).toEqual({ kind: 'valid', text: '😀'.repeat(100) });
  expect(parseQuery('é'.repeat(103))).toEqual({ kind: 'too-long', over: 3 });
});

it('has a shareable URL', () => {
  expect(searchPath(' a&b #1 ')).toBe('/search?q=a%26b%20%231');
  expect(searchPath('   ')).toBe('/search');
});

it('formats the number of results', () => {
  expect([0, 1, 2].map((count) => resultSummary(currentT(), count, 'x'))).toEqual([
    'Nothing found for “\u2068x\u2069”',
    '1 stream found for “\u2068x\u2069”',
    '2 streams found for “\u2068x\u2069”',
  ]);
});
