// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { safeRedirect, signInPath } from './redirect';

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
  ['/sign-in?next=%2Fstudio', '/'],
  ['/sign-in/callback?code=x', '/'],
])('%s leads to %s', (given, to) => {
  expect(safeRedirect(given)).toBe(to);
});

it('returns to the page that asked for the sign-in', () => {
  const query = new URLSearchParams(signInPath('/watch/ada?x=1').split('?')[1]);
  expect(safeRedirect(query.get('next'))).toBe('/watch/ada?x=1');
});
