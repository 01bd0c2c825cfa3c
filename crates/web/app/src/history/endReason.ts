// Why a broadcast is over, in words. What the creator wanted needs none.
import type { EndReason } from '../api/types';

type Unwanted = Exclude<EndReason, 'ENDED_BY_CREATOR'>;

interface Words {
  /** For a list. */
  short: string;
  /** For the moment it happens: what it was, and what to do next. */
  why: string;
  advice: string;
}

const WORDS: Record<Unwanted, Words> = {
  NEVER_CONNECTED: {
    short: 'Never got on air',
    why: 'Picture and sound never got through, so nothing was shown to anybody.',
    advice: 'Check your network: a firewall or VPN may be holding video back. Then go live again.',
  },
  CONNECTION_LOST: {
    short: 'Connection lost',
    why: 'Your connection was gone for too long, so it was ended for you.',
    advice: 'Check your network and go live again: whoever stayed on your watch page sees you by themselves.',
  },
  ROOM_CLOSED: {
    short: 'Closed at the media server',
    why: 'The media server closed it, and your page didn’t find back in time. Your camera and network are not to blame.',
    advice: 'You can go live again right away.',
  },
  STOPPED_BY_ADMIN: {
    short: 'Stopped by an admin',
    why: 'An admin of this site stopped it.',
    advice: 'Ask the people who run this site for the reason before you go live again.',
  },
  CREATOR_REVOKED: {
    short: 'Approval withdrawn',
    why: 'An admin of this site withdrew your approval as a creator.',
    advice: 'You may apply again; the people who run this site can tell you more.',
  },
};

/** Null for who ended it themselves, and for what a newer service may call it. */
export function endWords(reason: EndReason | null): Words | null {
  if (reason === null || reason === 'ENDED_BY_CREATOR') return null;
  return WORDS[reason] ?? null;
}
