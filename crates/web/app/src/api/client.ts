// The one way to the service: typed calls, the bearer token added, refusals as `Refusal`.
import createClient from 'openapi-fetch';
import { currentToken, dropToken } from '../account/token';
import { isRefusal, refusalOf, unreachable } from './refusal';
import type { paths } from './schema';

export const api = createClient<paths>({
  // Asked for at call time, so that tests can put their own in.
  fetch: (request) => globalThis.fetch(request),
});

api.use({
  onRequest({ request }) {
    const token = currentToken();
    if (token) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
});

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
    throw unreachable(error);
  }
  if (answered.response.ok && answered.data !== undefined) return answered.data;
  const refusal = refusalOf(answered.response, answered.error);
  if (isRefusal(refusal, 'INVALID_TOKEN') && token) dropToken(token);
  throw refusal;
}
