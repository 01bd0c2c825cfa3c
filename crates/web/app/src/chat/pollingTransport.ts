// Reads the newest messages every second, for pages that aren't in the room: a second connection of the same person
// would disconnect the first one.
import { isApiError } from '../api/apiError';
import { backoffMs } from '../connection/backoff';
import { whileVisible } from '../events/whileVisible';
import type { ChatTransport, TransportContext } from './transport';

export const POLL_INTERVAL_MS = 1_000;

interface Options {
  /** Whether to continue while the page is hidden. */
  isActiveWhenHidden: boolean;
  /** Called after each answer: with the error, or null if there were messages. */
  onAnswer?: (error: unknown) => void;
}

export function pollingTransport({ isActiveWhenHidden, onAnswer }: Options): ChatTransport {
  return {
    start: (context) => {
      const abort = new AbortController();
      if (context.session !== null) {
        const run = (signal: AbortSignal) => poll(context, onAnswer, signal).catch(() => undefined);
        whileVisible(run, () => isActiveWhenHidden, abort.signal);
      }
      return () => abort.abort();
    },
  };
}

/** Rejects when `signal` is aborted. */
async function poll({ dispatch, ownId, knownIds, fetchNewest }: TransportContext, onAnswer: Options['onAnswer'], signal: AbortSignal): Promise<never> {
  let failures = 0;
  let wasEmpty = false;
  for (;;) {
    const known = knownIds();
    let delayMs = POLL_INTERVAL_MS;
    try {
      const messages = await fetchNewest(signal);
      signal.throwIfAborted();
      failures = 0;
      // A session that has just ended has no messages, too. The ones shown stay, and polling stops soon.
      const isUncertain = messages.length === 0 && known.length > 0 && !wasEmpty;
      wasEmpty = messages.length === 0;
      if (!isUncertain) dispatch({ type: 'polled', known, messages, ownId: ownId() });
      onAnswer?.(null);
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      delayMs = backoffMs(failures, Math.random(), isApiError(error) ? error.retryAfterMs : 0);
      onAnswer?.(error);
    }
    await delay(delayMs, signal);
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
