import { beforeEach, expect, it } from 'vitest';
import { tokenOf } from './testToken';
import { currentToken, dropToken, forgetToken, holdToken, keepToken } from './token';

beforeEach(() => localStorage.clear());

it('keeps and forgets a token', () => {
  keepToken('one');
  expect(currentToken()).toBe('one');
  forgetToken();
  expect(currentToken()).toBeNull();
});

it('drops the token that was refused, not the one that took its place', () => {
  keepToken('old');
  keepToken('new');
  dropToken('old');
  expect(currentToken()).toBe('new');
  dropToken('new');
  expect(currentToken()).toBeNull();
});

it('holds on to its token while another tab signs out, and notices afterwards', () => {
  keepToken('one');
  const release = holdToken();
  localStorage.removeItem('onair.token');
  expect(currentToken()).toBe('one');
  release();
  expect(currentToken()).toBeNull();
});

it('signs out of a token that is held', () => {
  keepToken('one');
  const release = holdToken();
  forgetToken();
  expect(currentToken()).toBeNull();
  release();
  expect(currentToken()).toBeNull();
});

it('holds on to a token that is refused, and drops it afterwards', () => {
  keepToken('one');
  const release = holdToken();
  dropToken('one');
  expect(currentToken()).toBe('one');
  release();
  expect(currentToken()).toBeNull();
  expect(localStorage.getItem('onair.token')).toBeNull();
});

it('goes on with a fresh sign-in of the same person, and with nobody else’s', () => {
  const [first, fresh, other] = [tokenOf({ sub: 'ada', exp: 1 }), tokenOf({ sub: 'ada', exp: 2 }), tokenOf({ sub: 'ben' })];
  keepToken(first);
  const release = holdToken();
  localStorage.setItem('onair.token', fresh);
  expect(currentToken(), 'what is accepted isn’t exchanged').toBe(first);
  dropToken(first);
  expect(currentToken()).toBe(fresh);
  localStorage.setItem('onair.token', other);
  expect(currentToken()).toBe(first);
  release();
  expect(currentToken(), 'afterwards what other tabs did counts').toBe(other);
});
