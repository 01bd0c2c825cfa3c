// Error messages for sending a chat message.
import { isApiError, UNREACHABLE } from '../api/apiError';
import { errorMessage } from '../ui/errorMessage';
import { bidiIsolate } from '../ui/bidiIsolate';

export interface SendError {
  message: string;
  /** How long to wait before the next message; null unless the rate limit was exceeded. */
  waitMs: number | null;
}

export function sendErrorOf(error: unknown, hostName: string, isGuest: boolean): SendError {
  if (!isApiError(error)) return { message: errorMessage(error), waitMs: null };
  if (error.code === 'RATE_LIMITED') {
    // All guests of one network share a limit, and the code doesn't tell which limit it was.
    const who = isGuest ? 'You or other guests on your network' : 'You';
    return { message: `${who} are sending messages too fast.`, waitMs: error.retryAfterMs ?? 1_000 };
  }
  return { message: sendErrorMessage(error.code, bidiIsolate(hostName), isGuest) ?? error.details[0]?.message ?? error.message, waitMs: null };
}

function sendErrorMessage(code: string, hostName: string, isGuest: boolean): string | undefined {
  switch (code) {
    case 'CHAT_DISABLED':
      return `${hostName} turned the chat off.`;
    case 'CHAT_FOLLOWERS_ONLY':
      return isGuest ? `Only followers of ${hostName} may write. Sign in to follow.` : `Only followers may write. Follow ${hostName} to join in.`;
    case 'BLOCKED':
      return `${hostName} has blocked you.`;
    case 'GUESTS_NOT_ALLOWED':
      return `Only signed-in viewers can write in the chat of ${hostName}. Sign in to continue.`;
    case 'STREAM_OFFLINE':
      return 'The broadcast has ended, so your message wasn’t sent.';
    case 'UNAUTHENTICATED':
    case 'INVALID_TOKEN':
      return isGuest
        ? 'The chat no longer recognizes this visit. Reload the page to continue.'
        : 'Your sign-in has expired, so your message wasn’t sent. Sign in again to continue.';
    case UNREACHABLE:
      return 'Onair can’t be reached, so your message was probably not sent. Check your connection.';
    case 'STORE_UNAVAILABLE':
    case 'MEDIA_UNAVAILABLE':
    case 'BUSY':
    case 'INTERNAL':
      return 'The chat isn’t available right now. Try again in a moment.';
    default:
      return undefined;
  }
}
