// Ended broadcasts: their statistics, and why they ended.
import { defineTexts } from '../message';

export const history = defineTexts('history', {
  duration: 'Duration',
  peakViewers: 'Peak viewers',
  totalViewers: 'Total viewers',
  messages: 'Messages',
  hoursMinutes: '{hours} h {minutes} min',
  hours: '{hours} h',
  minutes: '{minutes} min',
  seconds: '{seconds} s',
  neverConnected: 'Never connected',
  neverConnectedWhy: 'Picture and sound never reached the media server, so nobody saw the broadcast.',
  neverConnectedAdvice: 'Check your network: a firewall or VPN may be blocking video. Then go live again.',
  connectionLost: 'Connection lost',
  connectionLostWhy: 'Your connection was lost for too long, so the broadcast ended.',
  connectionLostAdvice: 'Check your network and go live again. Viewers who stayed on your watch page see you automatically.',
  roomClosed: 'Closed at the media server',
  roomClosedWhy: 'The media server closed the room, and this page couldn’t rejoin in time. Your camera and network are not the cause.',
  roomClosedAdvice: 'You can go live again right away.',
  stoppedByAdmin: 'Stopped by an admin',
  stoppedByAdminWhy: 'An admin of this site stopped it.',
  stoppedByAdminAdvice: 'Ask the admins for the reason before you go live again.',
  creatorRevoked: 'Approval revoked',
  creatorRevokedWhy: 'An admin of this site revoked your approval as a creator.',
  creatorRevokedAdvice: 'You can apply again. Ask the admins for details.',
});
