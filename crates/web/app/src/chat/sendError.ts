// Error messages for sending a chat message.
import { isApiError, UNREACHABLE } from '../api/apiError';
import { chat } from '../i18n/en/chat';
import type { Translate } from '../i18n/translate';
import { errorMessage } from '../ui/errorMessage';
import { bidiIsolate } from '../ui/bidiIsolate';

export interface SendError {
  message: string;
  /** How long to wait before the next message; null unless the rate limit was exceeded. */
  waitMs: number | null;
  /** The answered message is gone: the next attempt is no reply. */
  dropsReply?: boolean;
}

export function sendErrorOf(t: Translate, error: unknown, hostName: string, isGuest: boolean): SendError {
  if (!isApiError(error)) return { message: errorMessage(error), waitMs: null };
  // All guests of one network share a limit, and the code doesn't tell which limit it was.
  if (error.code === 'RATE_LIMITED') return { message: t(isGuest ? chat.guestTooFast : chat.tooFast), waitMs: error.retryAfterMs ?? 1_000 };
  if (error.details.some(({ field }) => field === 'replyTo')) return { message: t(chat.originalRemoved), waitMs: null, dropsReply: true };
  return { message: sendErrorMessage(t, error.code, bidiIsolate(hostName), isGuest) ?? errorMessage(error), waitMs: null };
}

function sendErrorMessage(t: Translate, code: string, host: string, isGuest: boolean): string | undefined {
  switch (code) {
    case 'CHAT_DISABLED':
      return t(chat.hostTurnedOff, { host });
    case 'CHAT_FOLLOWERS_ONLY':
      return t(isGuest ? chat.signInToFollow : chat.followToJoin, { host });
    case 'BLOCKED':
      return t(chat.blockedYou, { host });
    case 'GUESTS_NOT_ALLOWED':
      return t(chat.signInToWrite, { host });
    case 'STREAM_OFFLINE':
      return t(chat.notSentEnded);
    case 'UNAUTHENTICATED':
    case 'INVALID_TOKEN':
      return t(isGuest ? chat.visitUnknown : chat.notSentExpired);
    case UNREACHABLE:
      return t(chat.notSentUnreachable);
    case 'STORE_UNAVAILABLE':
    case 'MEDIA_UNAVAILABLE':
    case 'BUSY':
    case 'INTERNAL':
      return t(chat.unavailable);
    default:
      return undefined;
  }
}
