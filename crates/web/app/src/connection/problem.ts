// Why a connection didn't come about, and whether trying again can help.
import { ConnectionError, ConnectionErrorReason } from 'livekit-client';
import { isRefusal, isTemporary } from '../api/refusal';

export interface ConnectionProblem {
  /** A code of the service, or one of `MEDIA_REFUSED`, `MEDIA_UNREACHABLE`, `UNEXPECTED`. */
  code: string;
  message: string;
  canRetry: boolean;
  retryAfterMs?: number;
}

/** Thrown by a page that won't go on, with its own reason. */
export class Halt extends Error {
  readonly problem: ConnectionProblem;
  constructor(code: string, message: string) {
    super(message);
    this.problem = { code, message, canRetry: false };
  }
}

export function problemOf(error: unknown): ConnectionProblem {
  if (error instanceof Halt) return error.problem;
  if (isRefusal(error)) {
    // Rules don't change by asking again; outages and full queues do.
    const canRetry = isTemporary(error);
    return {
      code: error.code,
      message: sentenceFor(error.code) ?? error.message,
      canRetry,
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    };
  }
  if (error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed) {
    // An expired token or a room that has just gone: a fresh ticket tells which.
    return { code: 'MEDIA_REFUSED', message: 'The media server refused the connection.', canRetry: true };
  }
  if (error instanceof ConnectionError) {
    return { code: 'MEDIA_UNREACHABLE', message: MEDIA_UNREACHABLE, canRetry: true };
  }
  return { code: 'UNEXPECTED', message: 'Something unexpected stopped the connection.', canRetry: true };
}

/** A connection that stood and broke without a reason that would forbid it to come back. */
export const LOST: ConnectionProblem = {
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
    case 'RATE_LIMITED':
      return 'Too many attempts in a short time.';
    default:
      return undefined;
  }
}
