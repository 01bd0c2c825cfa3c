import { expect, it } from 'vitest';
import type { EndReason } from '../api/types';
import { endWords } from './endReason';

it('has nothing to say about an end that was wanted, or that isn’t known yet', () => {
  expect(endWords('ENDED_BY_CREATOR')).toBeNull();
  expect(endWords(null)).toBeNull();
  expect(endWords('SOMETHING_NEW' as EndReason)).toBeNull();
});

it.each<[EndReason, RegExp, RegExp]>([
  ['NEVER_CONNECTED', /never reached/, /firewall or VPN/],
  ['CONNECTION_LOST', /connection was lost/, /go live again/],
  ['ROOM_CLOSED', /media server closed the room/, /go live again/],
  ['STOPPED_BY_ADMIN', /admin .* stopped it/, /Ask the admins/],
  ['CREATOR_REVOKED', /revoked your approval/, /apply again/],
])('says of %s what it was and what to do next', (reason, why, advice) => {
  const words = endWords(reason);
  expect(words?.why).toMatch(why);
  expect(words?.advice).toMatch(advice);
});
