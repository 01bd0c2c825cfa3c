import { expect, it } from 'vitest';
import { safeNext, signInPath } from './next';

it.each([
  ['/studio', '/studio'],
  ['/watch/ada?x=1', '/watch/ada?x=1'],
  [null, '/'],
  ['', '/'],
  ['studio', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example/', '/'],
])('%s leads to %s', (given, to) => {
  expect(safeNext(given)).toBe(to);
});

it('comes back to where it was asked for', () => {
  const query = new URLSearchParams(signInPath('/watch/ada?x=1').split('?')[1]);
  expect(safeNext(query.get('next'))).toBe('/watch/ada?x=1');
});
