// Calls of the public API. They answer, whatever happens: a bot has to live with every answer.

export interface Answer<T> {
  /** 0 where there was none. */
  status: number;
  code: string;
  data: T | null;
  /** How long the service asks to wait. */
  retryAfterMs: number;
}

export interface Call {
  method?: 'GET' | 'POST';
  body?: object;
  headers?: Record<string, string>;
}

export type Fetch = <T>(path: string, call?: Call) => Promise<Answer<T>>;

const PATIENCE_MS = 10_000;

export function apiOf(url: string): Fetch {
  return async <T>(path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<Answer<T>> => {
    try {
      const response = await fetch(url + path, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        signal: AbortSignal.timeout(PATIENCE_MS),
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
