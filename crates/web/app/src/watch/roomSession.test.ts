import { expect, it } from 'vitest';
import { fakeToken } from '../account/testToken';
import { sessionIdOf } from './roomSession';

it('returns the session id of a room token, and null for anything else', () => {
  expect(sessionIdOf(fakeToken({ sub: 'guest-1', onairSession: 'one' }))).toBe('one');
  for (const other of [fakeToken({ sub: 'guest-1' }), fakeToken({ onairSession: 1 }), 'no token', '']) expect(sessionIdOf(other)).toBeNull();
});
