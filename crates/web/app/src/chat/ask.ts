// Puts a question of the log to the service, and again while it is out of reach.
import { isApiError, isRetryable } from '../api/apiError';
import { backoffMs } from '../connection/backoff';
import type { Question } from './log';
import type { ChatMessage } from './message';

type Fetch = (after: number | null, signal: AbortSignal) => Promise<ChatMessage[]>;

/** A room full of viewers that misses the same message doesn't ask for it in the same instant. */
const GAP_SPREAD_MS = 1_000;

/** Null where the service won't say. Rejects when it isn't wanted any more. */
export async function ask(question: Question, fetch: Fetch, signal: AbortSignal): Promise<ChatMessage[] | null> {
  // It may be on its way, too: then nothing is missing any more by the time it would be asked for.
  if (question.about === 'gap') await pause(GAP_SPREAD_MS * Math.random(), signal);
  for (let failures = 1; ; failures += 1) {
    try {
      return await fetch(question.about === 'beginning' ? null : question.after, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isRetryable(error)) return null;
      await pause(backoffMs(failures, Math.random(), isApiError(error) ? error.retryAfterMs : 0), signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
  signal.throwIfAborted();
}
