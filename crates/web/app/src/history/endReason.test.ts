import { expect, it } from 'vitest';
import type { EndReason } from '../api/types';
import { endWords } from './endReason';

it('has nothing to say about an end that was wanted, or that isn’t known yet', () => {
  expect(endWords('ENDED_BY_CREATOR')).toBeNull();
  expect(endWords(null)).toBeNull();
  expect(endWords('SOMETHING_NEW' as EndReason)).toBeNull();
});

it.each<[EndReason, RegExp, RegExp]>([
  ['NEVER_CONNECTED', /never got through/, /firewall or VPN/],
  ['CONNECTION_LOST', /connection was gone/, /go live again/],
  ['ROOM_CLOSED', /media server closed it/, /go live again/],
  ['STOPPED_BY_ADMIN', /admin .* stopped it/, /Ask the people who run this site/],
  ['CREATOR_REVOKED', /withdrew your approval/, /apply again/],
])('says of %s what it was and what to do next', (reason, why, advice) => {
  const words = endWords(reason);
  expect(words?.why).toMatch(why);
  expect(words?.advice).toMatch(advice);
});
