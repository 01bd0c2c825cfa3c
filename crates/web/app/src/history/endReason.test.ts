import { expect, it } from 'vitest';
import type { EndReason } from '../api/types';
import { currentT } from '../i18n/current';
import { endReasonText } from './endReason';

it('returns nothing for an intended or unknown end', () => {
  expect(endReasonText('ENDED_BY_CREATOR')).toBeNull();
  expect(endReasonText(null)).toBeNull();
  expect(endReasonText('SOMETHING_NEW' as EndReason)).toBeNull();
});

it.each<[EndReason, RegExp, RegExp]>([
  ['NEVER_CONNECTED', /never reached/, /firewall or VPN/],
  ['CONNECTION_LOST', /connection was lost/, /go live again/],
  ['ROOM_CLOSED', /media server closed the room/, /go live again/],
  ['STOPPED_BY_ADMIN', /admin .* stopped it/, /Ask the admins/],
  ['CREATOR_REVOKED', /revoked your approval/, /apply again/],
])('explains %s and what to do next', (reason, why, advice) => {
  const words = endReasonText(reason);
  expect(words && currentT()(words.why)).toMatch(why);
  expect(words && currentT()(words.advice)).toMatch(advice);
});
