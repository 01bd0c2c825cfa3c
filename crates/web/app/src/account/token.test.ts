// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { fakeToken } from './testToken';
import { currentToken, invalidateToken, clearToken, pinToken, storeToken } from './token';

beforeEach(() => localStorage.clear());

it('stores and clears a token', () => {
  storeToken('one');
  expect(currentToken()).toBe('one');
  clearToken();
  expect(currentToken()).toBeNull();
});

it('invalidates the rejected token, not a newer one', () => {
  storeToken('old');
  storeToken('new');
  invalidateToken('old', 'Sign in again.');
  expect(currentToken()).toBe('new');
  invalidateToken('new', 'Sign in again.');
  expect(currentToken()).toBeNull();
});

it('keeps a pinned token while another tab signs out, and follows after the pin is released', () => {
  storeToken('one');
  const release = pinToken();
  localStorage.removeItem('onair.token');
  expect(currentToken()).toBe('one');
  release();
  expect(currentToken()).toBeNull();
});

it('clears a pinned token on sign-out in this tab', () => {
  storeToken('one');
  const release = pinToken();
  clearToken();
  expect(currentToken()).toBeNull();
  release();
  expect(currentToken()).toBeNull();
});

it('keeps a pinned token that was rejected, and removes it after the pin is released', () => {
  storeToken('one');
  const release = pinToken();
  invalidateToken('one', 'Sign in again.');
  expect(currentToken()).toBe('one');
  release();
  expect(currentToken()).toBeNull();
  expect(localStorage.getItem('onair.token')).toBeNull();
});

it('replaces a rejected pinned token by a new one of the same user, and never by another user’s', () => {
  const [first, fresh, other] = [fakeToken({ sub: 'ada', exp: 1 }), fakeToken({ sub: 'ada', exp: 2 }), fakeToken({ sub: 'ben' })];
  storeToken(first);
  const release = pinToken();
  localStorage.setItem('onair.token', fresh);
  expect(currentToken(), 'a valid token is not replaced').toBe(first);
  invalidateToken(first, 'Sign in again.');
  expect(currentToken()).toBe(fresh);
  localStorage.setItem('onair.token', other);
  expect(currentToken()).toBe(first);
  release();
  expect(currentToken(), 'the other tab’s token after the release').toBe(other);
});
