// Calls of the public API. Errors are returned, not thrown: a bot continues after any of them.

export interface Answer<T> {
  /** 0 if there was no response. */
  status: number;
  code: string;
  data: T | null;
  /** The delay from `Retry-After`. */
  retryAfterMs: number;
}

export interface Call {
  method?: 'GET' | 'POST';
  body?: object;
  headers?: Record<string, string>;
}

export type Fetch = <T>(path: string, call?: Call) => Promise<Answer<T>>;

const TIMEOUT_MS = 10_000;

export function createApi(url: string): Fetch {
  return async <T>(path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<Answer<T>> => {
    try {
      const response = await fetch(url + path, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body && { body: JSON.stringify(body) }),
      });
      const answer = (await response.json().catch(() => ({}))) as { data?: T; code?: string };
      return {
        status: response.status,
        code: response.ok ? 'OK' : (answer.code ?? `HTTP_${response.status}`),
        data: response.ok ? (answer.data ?? null) : null,
        retryAfterMs: Number(response.headers.get('retry-after') ?? 0) * 1_000,
      };
    } catch {
      return { status: 0, code: 'UNREACHABLE', data: null, retryAfterMs: 0 };
    }
  };
}
