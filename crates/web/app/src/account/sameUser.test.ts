import { expect, it } from 'vitest';
import { isSameUser } from './sameUser';
import { fakeToken } from './testToken';

it('recognizes a user by a new token', () => {
  expect(isSameUser(fakeToken({ sub: 'ada', exp: 1 }), fakeToken({ sub: 'ada', exp: 2 }))).toBe(true);
  expect(isSameUser(fakeToken({ sub: 'ada' }), fakeToken({ sub: 'ben' }))).toBe(false);
  expect(isSameUser(fakeToken({ sub: 'ada', iss: 'here' }), fakeToken({ sub: 'ada', iss: 'there' }))).toBe(false);
});

it('treats tokens that it can’t decode as different users', () => {
  expect(isSameUser('not.a.token', 'not.a.token')).toBe(true);
  expect(isSameUser('not.a.token', 'nor.is.this')).toBe(false);
  expect(isSameUser(fakeToken({}), fakeToken({}))).toBe(true);
  expect(isSameUser(fakeToken({ exp: 1 }), fakeToken({ exp: 2 }))).toBe(false);
  expect(isSameUser(null, null)).toBe(false);
});
