import { beforeEach, expect, it } from 'vitest';
import { currentToken, dropToken, forgetToken, keepToken } from './token';

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
