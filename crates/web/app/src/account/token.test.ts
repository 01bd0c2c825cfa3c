import { beforeEach, expect, it } from 'vitest';
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

it('drops a held token that was refused, and leaves alone what another tab kept', () => {
  keepToken('one');
  const release = holdToken();
  localStorage.setItem('onair.token', 'two');
  dropToken('one');
  expect(currentToken()).toBe('two');
  release();
});
