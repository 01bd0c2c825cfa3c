// Errors of API calls, in a form that callers can distinguish.
import { common } from '../i18n/en/common';
import type { Message } from '../i18n/message';
import type { ApplicationStatus } from './types';

/** The code of a call that didn't reach the service, or whose response came from something else. */
export const UNREACHABLE = 'UNREACHABLE';

/** The code of any call by a suspended user. */
export const SUSPENDED = 'ACCOUNT_SUSPENDED';

export interface FieldError {
  field: string;
  message: string;
}

interface ApiErrorInit {
  status: number;
  code: string;
  message: string;
  details?: FieldError[];
  applicationStatus?: ApplicationStatus | undefined;
  retryAfterMs?: number | undefined;
  /** The page's own text, for errors that did not come from the service. */
  text?: Message | undefined;
  /** The underlying error, for the console. */
  cause?: unknown;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0 if there was no response. */
  readonly status: number;
  readonly code: string;
  readonly details: FieldError[];
  readonly applicationStatus: ApplicationStatus | undefined;
  readonly retryAfterMs: number | undefined;
  /** The page's own text. Otherwise `message` is the service's, in English. */
  readonly text: Message | undefined;

  constructor({ status, code, message, details = [], applicationStatus, retryAfterMs, text, cause }: ApiErrorInit) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.details = details;
    this.applicationStatus = applicationStatus;
    this.retryAfterMs = retryAfterMs;
    this.text = text;
  }
}

/** Converts an error response. Proxies respond with HTML, so the body may be anything. */
export function parseApiError(response: Response, body: unknown): ApiError {
  const { status } = response;
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'));
  if (isErrorBody(body)) {
    const { code, error: message, details, applicationStatus } = body;
    return new ApiError({ status, code, message, ...(details ? { details } : {}), applicationStatus, retryAfterMs });
  }
  const cause = `HTTP ${status} from ${response.url || 'somewhere else'}, not by Onair: ${String(body).slice(0, 200)}`;
  return unreachable({ status, text: status >= 500 ? common.notAnswering : common.intercepted, retryAfterMs, cause });
}

function unreachable(init: { status: number; text: Message; retryAfterMs?: number | undefined; cause: unknown }): ApiError {
  return new ApiError({ ...init, code: UNREACHABLE, message: String(init.text.source) });
}

/** No response arrived, or it wasn't JSON. `cause` is what `fetch` threw. */
export function networkError(cause?: unknown): ApiError {
  return unreachable({ status: 0, text: networkErrorText(cause), cause });
}

function networkErrorText(cause: unknown): Message {
  if (cause instanceof SyntaxError) return common.intercepted;
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return common.timedOut;
  }
  return navigator.onLine ? common.unreachable : common.youAreOffline;
}

export function isApiError(error: unknown, code?: string): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}

/** The call didn't reach the service. */
export function isNetworkError(error: unknown): boolean {
  return isApiError(error, UNREACHABLE) && (error.status === 0 || error.status >= 500);
}

/** The service or the network has a temporary problem: the same call may succeed later. */
export function isRetryable(error: unknown): boolean {
  return isApiError(error) && (error.status === 0 || error.status >= 500 || RETRYABLE_STATUSES.has(error.status));
}

/** Request Timeout, Too Early, Too Many Requests. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/** Parses `Retry-After`: seconds, or a date. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return ms > 0 ? ms : undefined;
}

function isErrorBody(body: unknown): body is {
  error: string;
  code: string;
  details?: FieldError[];
  applicationStatus?: ApplicationStatus;
} {
  if (typeof body !== 'object' || body === null) return false;
  return 'code' in body && typeof body.code === 'string' && 'error' in body && typeof body.error === 'string';
}
