// Why a message wasn't taken, in words for who wrote it.
import { isRefusal, UNREACHABLE } from '../api/refusal';
import { messageOf } from '../ui/messageOf';
import { isolated } from '../ui/isolated';

export interface RefusedWriting {
  words: string;
  /** How long to wait before the next message, where that is the reason. */
  waitMs: number | null;
}

export function refusedWriting(error: unknown, hostName: string, isGuest: boolean): RefusedWriting {
  if (!isRefusal(error)) return { words: messageOf(error), waitMs: null };
  if (error.code === 'RATE_LIMITED') {
    return { words: 'You are writing faster than the chat allows.', waitMs: error.retryAfterMs ?? 1_000 };
  }
  return { words: wordsFor(error.code, isolated(hostName), isGuest) ?? error.details[0]?.message ?? error.message, waitMs: null };
}

function wordsFor(code: string, hostName: string, isGuest: boolean): string | undefined {
  switch (code) {
    case 'CHAT_DISABLED':
      return `${hostName} has just switched the chat off.`;
    case 'CHAT_FOLLOWERS_ONLY':
      return isGuest ? `Only followers of ${hostName} may write. Sign in to follow.` : `Only followers may write. Follow ${hostName} to join in.`;
    case 'BLOCKED':
      return `${hostName} has closed this chat to you.`;
    case 'GUESTS_NOT_ALLOWED':
      return `${hostName} lets only people in who are signed in.`;
    case 'STREAM_OFFLINE':
      return 'The broadcast is over, so this wasn’t sent.';
    case 'UNAUTHENTICATED':
    case 'INVALID_TOKEN':
      return isGuest
        ? 'This visit has ended as far as the chat knows. Load the page again to go on writing.'
        : 'Your sign-in has expired, so this wasn’t sent. Sign in again to write.';
    case UNREACHABLE:
      return 'Onair can’t be reached, so this was probably not sent. Check your connection.';
    case 'STORE_UNAVAILABLE':
    case 'MEDIA_UNAVAILABLE':
    case 'INTERNAL':
      return 'The chat is out of order for a moment. Try again soon.';
    default:
      return undefined;
  }
}
