// Performs a request of the chat log, and retries it while the service is unavailable.
import { isApiError, isRetryable } from '../api/apiError';
import { backoffMs } from '../connection/backoff';
import type { HistoryRequest } from './chatLog';
import type { ChatMessage } from './message';

type Fetch = (after: number | null, signal: AbortSignal) => Promise<ChatMessage[]>;

/** Spreads the viewers of a room that miss the same message. */
const GAP_JITTER_MS = 1_000;

/** Null if the service rejects the request. Rejects when it is aborted. */
export async function fetchHistory(request: HistoryRequest, fetch: Fetch, signal: AbortSignal): Promise<ChatMessage[] | null> {
  // The missing message may be on its way: the request is then cancelled during this delay.
  if (request.kind === 'gap') await delay(GAP_JITTER_MS * Math.random(), signal);
  for (let failures = 1; ; failures += 1) {
    try {
      return await fetch(request.kind === 'latest' ? null : request.after, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isRetryable(error)) return null;
      await delay(backoffMs(failures, Math.random(), isApiError(error) ? error.retryAfterMs : 0), signal);
    }
  }
}

async function delay(ms: number, signal: AbortSignal): Promise<void> {
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
