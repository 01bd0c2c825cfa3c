// The one way to the service: typed calls, the bearer token added, failures as `Refusal`.
import createClient from 'openapi-fetch';
import { currentToken, dropToken } from '../account/token';
import { noteAnswer, noteConnectionLoss } from './reachability';
import { isConnectionLoss, isRefusal, refusalOf, unreachable, UNREACHABLE } from './refusal';
import type { paths } from './schema';

/** Longer than any answer takes: whoever waits for more is talking to nobody. */
const TIMEOUT_MS = 20_000;

export const api = createClient<paths>({ fetch: fetchInTime });

api.use({
  onRequest({ request }) {
    const token = currentToken();
    if (token) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
});

/** An event stream is only expected to begin in time; everything else to be whole by then. */
async function fetchInTime(request: Request): Promise<Response> {
  const abort = new AbortController();
  // `AbortSignal.any` would join the two, but Firefox 115 and Safari 16 don't have it.
  const giveUp = () => abort.abort(request.signal.reason);
  if (request.signal.aborted) giveUp();
  request.signal.addEventListener('abort', giveUp);
  const timer = setTimeout(() => abort.abort(new DOMException('no answer in time', 'TimeoutError')), TIMEOUT_MS);
  try {
    // Asked for at call time, so that tests can put their own in.
    const response = await globalThis.fetch(request, { signal: abort.signal });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
    const body = await response.arrayBuffer();
    const { status, statusText, headers } = response;
    return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
  } finally {
    // A timer that runs on keeps the whole call in memory.
    clearTimeout(timer);
  }
}

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a success; a refusal is thrown. An abort stays an abort. */
export async function answer<T>(call: Promise<Answered<T>>): Promise<T> {
  // The answer is about the token the call was made with, not about one signed in with meanwhile.
  const token = currentToken();
  let answered: Answered<T>;
  try {
    answered = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    noteConnectionLoss('lost');
    throw unreachable(error);
  }
  if (answered.response.ok && answered.data !== undefined) {
    noteAnswer();
    return answered.data;
  }
  const refusal = refusalOf(answered.response, answered.error);
  if (isConnectionLoss(refusal)) noteConnectionLoss('away');
  else if (!isRefusal(refusal, UNREACHABLE)) noteAnswer();
  if (isRefusal(refusal, 'INVALID_TOKEN') && token) dropToken(token);
  throw refusal;
}
