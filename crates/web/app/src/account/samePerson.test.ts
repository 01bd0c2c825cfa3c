import { expect, it } from 'vitest';
import { isSamePerson } from './samePerson';
import { tokenOf } from './testToken';

it('knows a person by a fresh token', () => {
  expect(isSamePerson(tokenOf({ sub: 'ada', exp: 1 }), tokenOf({ sub: 'ada', exp: 2 }))).toBe(true);
  expect(isSamePerson(tokenOf({ sub: 'ada' }), tokenOf({ sub: 'ben' }))).toBe(false);
  expect(isSamePerson(tokenOf({ sub: 'ada', iss: 'here' }), tokenOf({ sub: 'ada', iss: 'there' }))).toBe(false);
});

it('knows nobody by what it can’t read', () => {
  expect(isSamePerson('not.a.token', 'not.a.token')).toBe(true);
  expect(isSamePerson('not.a.token', 'nor.is.this')).toBe(false);
  expect(isSamePerson(tokenOf({}), tokenOf({}))).toBe(true);
  expect(isSamePerson(tokenOf({ exp: 1 }), tokenOf({ exp: 2 }))).toBe(false);
  expect(isSamePerson(null, null)).toBe(false);
});
