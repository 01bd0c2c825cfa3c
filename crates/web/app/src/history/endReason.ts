// Texts for the end reasons of a broadcast. An end by the creator needs none.
import type { EndReason } from '../api/types';

type Unwanted = Exclude<EndReason, 'ENDED_BY_CREATOR'>;

interface EndReasonText {
  /** For a list. */
  short: string;
  /** For the moment of the end: what happened, and what to do next. */
  why: string;
  advice: string;
}

const TEXTS: Record<Unwanted, EndReasonText> = {
  NEVER_CONNECTED: {
    short: 'Never connected',
    why: 'Picture and sound never reached the media server, so nobody saw the broadcast.',
    advice: 'Check your network: a firewall or VPN may be blocking video. Then go live again.',
  },
  CONNECTION_LOST: {
    short: 'Connection lost',
    why: 'Your connection was lost for too long, so the broadcast ended.',
    advice: 'Check your network and go live again. Viewers who stayed on your watch page see you automatically.',
  },
  ROOM_CLOSED: {
    short: 'Closed at the media server',
    why: 'The media server closed the room, and this page couldn’t rejoin in time. Your camera and network are not the cause.',
    advice: 'You can go live again right away.',
  },
  STOPPED_BY_ADMIN: {
    short: 'Stopped by an admin',
    why: 'An admin of this site stopped it.',
    advice: 'Ask the admins for the reason before you go live again.',
  },
  CREATOR_REVOKED: {
    short: 'Approval revoked',
    why: 'An admin of this site revoked your approval as a creator.',
    advice: 'You can apply again. Ask the admins for details.',
  },
};

/** Null for an end by the creator, and for unknown reasons. */
export function endReasonText(reason: EndReason | null): EndReasonText | null {
  if (reason === null || reason === 'ENDED_BY_CREATOR') return null;
  return TEXTS[reason] ?? null;
}
