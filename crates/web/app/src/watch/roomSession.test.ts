import { expect, it } from 'vitest';
import { tokenOf } from '../account/testToken';
import { sessionOf } from './roomSession';

it('reads the session from a room token, and nothing from anything else', () => {
  expect(sessionOf(tokenOf({ sub: 'guest-1', onairSession: 'one' }))).toBe('one');
  for (const other of [tokenOf({ sub: 'guest-1' }), tokenOf({ onairSession: 1 }), 'no token', '']) expect(sessionOf(other)).toBeNull();
});
