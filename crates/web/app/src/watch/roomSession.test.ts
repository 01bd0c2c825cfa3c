import { expect, it } from 'vitest';
import { fakeToken } from '../account/testToken';
import { sessionOf } from './roomSession';

it('reads the session from a room token, and nothing from anything else', () => {
  expect(sessionOf(fakeToken({ sub: 'guest-1', onairSession: 'one' }))).toBe('one');
  for (const other of [fakeToken({ sub: 'guest-1' }), fakeToken({ onairSession: 1 }), 'no token', '']) expect(sessionOf(other)).toBeNull();
});
