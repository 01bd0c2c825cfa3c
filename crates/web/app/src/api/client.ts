// The API client: typed calls with the bearer token. Failures are thrown as `ApiError`.
import createClient from 'openapi-fetch';
import { recordAccepted, replacementFor } from '../account/renewal';
import { reportSuspended } from '../account/suspension';
import { currentToken, invalidateToken } from '../account/token';
import { recordResponse, recordFailure } from './reachability';
import { type ApiError, isNetworkError, isApiError, parseApiError, networkError, SUSPENDED, UNREACHABLE } from './apiError';
import type { paths } from './schema';

/** Longer than any response of the service takes. */
const TIMEOUT_MS = 20_000;

export const api = createClient<paths>({ fetch: fetchWithRenewal });

api.use({
  onRequest({ request }) {
    const token = currentToken();
    if (token && !request.headers.has('authorization')) request.headers.set('authorization', PREFIX + token);
    return request;
  },
});

const PREFIX = 'Bearer ';

/** If the service rejects the access token, the call is repeated once with a renewed one. */
async function fetchWithRenewal(request: Request): Promise<Response> {
  const token = request.headers.get('authorization')?.slice(PREFIX.length);
  if (token === undefined) return fetchWithTimeout(request);
  // A body can be sent once only.
  const copy = request.clone();
  const response = await fetchWithTimeout(request);
  const rejection = await rejectionIn(response);
  if (rejection === null) {
    if (response.ok) recordAccepted(token);
    else await recordSuspension(response, token);
    return response;
  }
  const replacement = await replacementFor(token);
  if (replacement === null) {
    invalidateToken(token, rejection);
    return response;
  }
  copy.headers.set('authorization', PREFIX + replacement);
  const second = await fetchWithTimeout(copy);
  const again = await rejectionIn(second);
  if (again !== null) invalidateToken(replacement, again);
  else await recordSuspension(second, replacement);
  return second;
}

/** The service's message if it rejected the bearer token. */
async function rejectionIn(response: Response): Promise<string | null> {
  if (response.status !== 401) return null;
  const error = await errorIn(response);
  return isApiError(error, 'INVALID_TOKEN') ? error.message : null;
}

async function recordSuspension(response: Response, token: string): Promise<void> {
  if (response.status === 403 && isApiError(await errorIn(response), SUSPENDED)) reportSuspended(token);
}

async function errorIn(response: Response): Promise<ApiError> {
  const body: unknown = await response.clone().json().catch(() => null);
  return parseApiError(response, body);
}

/** For an event stream the timeout covers only the response headers; otherwise the whole body. */
async function fetchWithTimeout(request: Request): Promise<Response> {
  const abort = new AbortController();
  // `AbortSignal.any` could combine the signals, but Firefox 115 and Safari 16 don't have it.
  const forwardAbort = () => abort.abort(request.signal.reason);
  if (request.signal.aborted) forwardAbort();
  request.signal.addEventListener('abort', forwardAbort);
  const timer = setTimeout(() => abort.abort(new DOMException('no answer in time', 'TimeoutError')), TIMEOUT_MS);
  try {
    // Looked up at call time, so that tests can stub it.
    const response = await globalThis.fetch(request, { signal: abort.signal });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
    const body = await response.arrayBuffer();
    const { status, statusText, headers } = response;
    return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
  } finally {
    // A running timer would keep the whole call in memory.
    clearTimeout(timer);
  }
}

interface ApiResult<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Returns the body of a successful call and throws an `ApiError` otherwise. Abort errors are rethrown unchanged. */
export async function unwrap<T>(call: Promise<ApiResult<T>>): Promise<T> {
  let result: ApiResult<T>;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    recordFailure('unreachable');
    throw networkError(error);
  }
  if (result.response.ok && result.data !== undefined) {
    recordResponse();
    return result.data;
  }
  const apiError = parseApiError(result.response, result.error);
  if (isNetworkError(apiError)) recordFailure('unavailable');
  else if (!isApiError(apiError, UNREACHABLE)) recordResponse();
  throw apiError;
}
