// Texts for the end reasons of a broadcast. An end by the creator needs none.
import type { EndReason } from '../api/types';
import { history } from '../i18n/en/history';
import type { Message } from '../i18n/message';

type Unwanted = Exclude<EndReason, 'ENDED_BY_CREATOR'>;

interface EndReasonText {
  /** For a list. */
  short: Message;
  /** For the moment of the end: what happened, and what to do next. */
  why: Message;
  advice: Message;
}

const TEXTS: Record<Unwanted, EndReasonText> = {
  NEVER_CONNECTED: { short: history.neverConnected, why: history.neverConnectedWhy, advice: history.neverConnectedAdvice },
  CONNECTION_LOST: { short: history.connectionLost, why: history.connectionLostWhy, advice: history.connectionLostAdvice },
  ROOM_CLOSED: { short: history.roomClosed, why: history.roomClosedWhy, advice: history.roomClosedAdvice },
  STOPPED_BY_ADMIN: { short: history.stoppedByAdmin, why: history.stoppedByAdminWhy, advice: history.stoppedByAdminAdvice },
  CREATOR_REVOKED: { short: history.creatorRevoked, why: history.creatorRevokedWhy, advice: history.creatorRevokedAdvice },
};

/** Null for an end by the creator, and for unknown reasons. */
export function endReasonText(reason: EndReason | null): EndReasonText | null {
  if (reason === null || reason === 'ENDED_BY_CREATOR') return null;
  return TEXTS[reason] ?? null;
}
