// Keeps an event stream connected until it is aborted.
import { isApiError, isRetryable } from '../api/apiError';
import { backoffMs } from '../connection/backoff';
import type { StreamEvent } from './streamEvent';
import { readEventStream } from './readEventStream';

export type OpenEventStream = (signal: AbortSignal) => Promise<ReadableStream<Uint8Array> | null>;

interface EventSubscriber {
  onEvent: (event: StreamEvent) => void;
  /**
   * Whether events arrive. Called with false when reconnecting fails once, and with true when events arrive again.
   */
  onSubscribedChange: (isSubscribed: boolean) => void;
}

/** The service sends a keep-alive every 15 s, so a longer silence means a dead connection. */
export const IDLE_TIMEOUT_MS = 40_000;

/** Reconnects after every interruption. Each connection starts with a snapshot, so no change is lost. */
export async function subscribeToEvents(open: OpenEventStream, subscriber: EventSubscriber, signal: AbortSignal): Promise<void> {
  let failures = 0;
  const onEvent = (event: StreamEvent) => {
    if (signal.aborted) return;
    failures = 0;
    subscriber.onSubscribedChange(true);
    subscriber.onEvent(event);
  };
  while (!signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one connection after the other
    const failure: unknown = await readOneConnection(open, onEvent, signal).catch((error: unknown) => error);
    if (signal.aborted) return;
    failures += 1;
    const isRefused = isApiError(failure) && !isRetryable(failure);
    if (failures > 1 || isRefused) subscriber.onSubscribedChange(false);
    // A retry doesn't help against a final error.
    if (isRefused) return;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await delay(backoffMs(failures, Math.random(), isApiError(failure) ? failure.retryAfterMs : 0), signal);
  }
}

async function readOneConnection(open: OpenEventStream, onEvent: (event: StreamEvent) => void, signal: AbortSignal): Promise<void> {
  const own = new AbortController();
  const abort = () => own.abort();
  let idleTimer = setTimeout(abort, IDLE_TIMEOUT_MS);
  const onActivity = () => {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(abort, IDLE_TIMEOUT_MS);
  };
  signal.addEventListener('abort', abort);
  try {
    const body = await open(own.signal);
    if (body) await readEventStream(body, { onEvent, onActivity });
  } finally {
    clearTimeout(idleTimer);
    signal.removeEventListener('abort', abort);
    own.abort();
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
