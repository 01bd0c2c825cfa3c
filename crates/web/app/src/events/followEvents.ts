// Stays connected to a stream's events for as long as somebody wants them.
import { isRefusal, isTemporary } from '../api/refusal';
import { backoffMs } from '../connection/backoff';
import type { StreamEvent } from './event';
import { readEvents } from './readEvents';

export type OpenEvents = (signal: AbortSignal) => Promise<ReadableStream<Uint8Array> | null>;

interface Follower {
  hear: (event: StreamEvent) => void;
  /** Whether events come; told once an interruption outlasts one try, and when it is over. */
  onHearing: (isHearing: boolean) => void;
}

/** The service says something every 15 s. Who hears nothing for so long is talking to nobody. */
export const SILENCE_MS = 40_000;

/** Connects again after every break. Each connection starts with a snapshot, so nothing is missed. */
export async function followEvents(open: OpenEvents, follower: Follower, signal: AbortSignal): Promise<void> {
  let failures = 0;
  const hear = (event: StreamEvent) => {
    if (signal.aborted) return;
    failures = 0;
    follower.onHearing(true);
    follower.hear(event);
  };
  while (!signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one connection after the other
    const failure: unknown = await listenOnce(open, hear, signal).catch((error: unknown) => error);
    if (signal.aborted) return;
    failures += 1;
    const isRefused = isRefusal(failure) && !isTemporary(failure);
    if (failures > 1 || isRefused) follower.onHearing(false);
    // Asking again wouldn't change a rule.
    if (isRefused) return;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await pause(backoffMs(failures, Math.random(), isRefusal(failure) ? failure.retryAfterMs : 0), signal);
  }
}

async function listenOnce(open: OpenEvents, hear: (event: StreamEvent) => void, signal: AbortSignal): Promise<void> {
  const own = new AbortController();
  const abort = () => own.abort();
  let silence = setTimeout(abort, SILENCE_MS);
  const onSign = () => {
    clearTimeout(silence);
    silence = setTimeout(abort, SILENCE_MS);
  };
  signal.addEventListener('abort', abort);
  try {
    const body = await open(own.signal);
    if (body) await readEvents(body, { hear, onSign });
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', abort);
    own.abort();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
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
