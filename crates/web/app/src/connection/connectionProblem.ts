// Why connecting failed, and whether a retry can help.
import { ConnectionError, ConnectionErrorReason } from 'livekit-client';
import { isApiError, isRetryable } from '../api/apiError';
import { connection } from '../i18n/en/connection';
import type { Translate } from '../i18n/translate';
import type { Message } from '../i18n/message';
import { serverText } from '../i18n/serverText';

export interface ConnectionProblem {
  /** A code of the service, or `MEDIA_REFUSED`, `MEDIA_UNREACHABLE` or `UNEXPECTED`. */
  code: string;
  /** In English. `problemText` says it in the language of the page. */
  message: string;
  /** The page's own text, for what the service did not say. */
  text?: Message;
  canRetry: boolean;
  retryAfterMs?: number;
}

/** Thrown by `fetchCredentials` to stop connecting, with the reason. */
export class StopRetryingError extends Error {
  readonly problem: ConnectionProblem;
  constructor(code: string, text: Message) {
    super(String(text.source));
    this.problem = { ...ownProblem(code, text), canRetry: false };
  }
}

export function connectionProblemOf(error: unknown): ConnectionProblem {
  if (error instanceof StopRetryingError) return error.problem;
  if (isApiError(error)) {
    // A retry doesn't change a rule; it can help after an outage or a rate limit.
    const canRetry = isRetryable(error);
    const text = textFor(error.code) ?? error.text;
    return {
      code: error.code,
      message: error.message,
      ...(text === undefined ? {} : { text, message: String(text.source) }),
      canRetry,
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    };
  }
  if (error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed) {
    // The token has expired, or the room is gone: a new token shows which.
    return ownProblem('MEDIA_REFUSED', connection.refused);
  }
  if (error instanceof ConnectionError) return ownProblem('MEDIA_UNREACHABLE', connection.unreachable);
  return ownProblem('UNEXPECTED', connection.unexpected);
}

export function problemText(t: Translate, { code, message, text }: ConnectionProblem): string {
  return text ? t(text) : serverText(t, message, code);
}

function ownProblem(code: string, text: Message): ConnectionProblem {
  return { code, message: String(text.source), text, canRetry: true };
}

/** An established connection was lost, and nothing forbids reconnecting. */
export const CONNECTION_LOST: ConnectionProblem = ownProblem('MEDIA_UNREACHABLE', connection.lost);

function textFor(code: string): Message | undefined {
  switch (code) {
    case 'MEDIA_UNAVAILABLE':
      return connection.notAnswering;
    case 'STORE_UNAVAILABLE':
      return connection.unavailable;
    default:
      return undefined;
  }
}
