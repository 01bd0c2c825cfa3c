// Why connecting failed, and whether a retry can help.
import { ConnectionError, ConnectionErrorReason } from 'livekit-client';
import { isApiError, isRetryable } from '../api/apiError';

export interface ConnectionProblem {
  /** A code of the service, or `MEDIA_REFUSED`, `MEDIA_UNREACHABLE` or `UNEXPECTED`. */
  code: string;
  message: string;
  canRetry: boolean;
  retryAfterMs?: number;
}

/** Thrown by `fetchCredentials` to stop connecting, with the reason. */
export class StopRetryingError extends Error {
  readonly problem: ConnectionProblem;
  constructor(code: string, message: string) {
    super(message);
    this.problem = { code, message, canRetry: false };
  }
}

export function connectionProblemOf(error: unknown): ConnectionProblem {
  if (error instanceof StopRetryingError) return error.problem;
  if (isApiError(error)) {
    // A retry doesn't change a rule; it can help after an outage or a rate limit.
    const canRetry = isRetryable(error);
    return {
      code: error.code,
      message: sentenceFor(error.code) ?? error.message,
      canRetry,
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    };
  }
  if (error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed) {
    // The token has expired, or the room is gone: a new token shows which.
    return { code: 'MEDIA_REFUSED', message: 'The media server refused the connection.', canRetry: true };
  }
  if (error instanceof ConnectionError) {
    return { code: 'MEDIA_UNREACHABLE', message: MEDIA_UNREACHABLE, canRetry: true };
  }
  return { code: 'UNEXPECTED', message: 'Something unexpected stopped the connection.', canRetry: true };
}

/** An established connection was lost, and nothing forbids reconnecting. */
export const CONNECTION_LOST: ConnectionProblem = {
  code: 'MEDIA_UNREACHABLE',
  message: 'The connection was lost.',
  canRetry: true,
};

const MEDIA_UNREACHABLE =
  'The media server can’t be reached from here. A firewall or VPN may be blocking it, or it is restarting.';

function sentenceFor(code: string): string | undefined {
  switch (code) {
    case 'MEDIA_UNAVAILABLE':
      return 'The media server isn’t answering right now.';
    case 'STORE_UNAVAILABLE':
      return 'Onair isn’t available right now.';
    default:
      return undefined;
  }
}
