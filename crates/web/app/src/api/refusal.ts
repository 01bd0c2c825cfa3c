// Why a call failed, in a form that callers can tell apart.
import type { ApplicationStatus } from './types';

/** The code of a call that never reached the service, or whose answer wasn't the service's own. */
export const UNREACHABLE = 'UNREACHABLE';

export interface FieldProblem {
  field: string;
  message: string;
}

interface Given {
  status: number;
  code: string;
  message: string;
  details?: FieldProblem[];
  applicationStatus?: ApplicationStatus | undefined;
  retryAfterMs?: number | undefined;
  /** What the browser said, for the console. */
  cause?: unknown;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** 0 where no answer came at all. */
  readonly status: number;
  readonly code: string;
  readonly details: FieldProblem[];
  readonly applicationStatus: ApplicationStatus | undefined;
  readonly retryAfterMs: number | undefined;

  constructor({ status, code, message, details = [], applicationStatus, retryAfterMs, cause }: Given) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.details = details;
    this.applicationStatus = applicationStatus;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Reads a failed answer. Proxies in between answer with HTML, so nothing about the body is taken for granted. */
export function refusalOf(response: Response, body: unknown): Refusal {
  const { status } = response;
  const retryAfterMs = retryAfterOf(response.headers.get('retry-after'));
  if (isFailure(body)) {
    const { code, error: message, details, applicationStatus } = body;
    return new Refusal({ status, code, message, ...(details ? { details } : {}), applicationStatus, retryAfterMs });
  }
  const cause = `HTTP ${status} from ${response.url || 'somewhere else'}, not by Onair: ${String(body).slice(0, 200)}`;
  const message = status >= 500 ? 'Onair isn’t answering right now. Try again in a moment.' : INTERCEPTED;
  return new Refusal({ status, code: UNREACHABLE, message, retryAfterMs, cause });
}

const INTERCEPTED = 'Another server answered instead of Onair. If your network has a sign-in page, sign in there first.';

/** No answer came, or one that wasn't the service's: `cause` is what the browser threw. */
export function unreachable(cause?: unknown): Refusal {
  return new Refusal({ status: 0, code: UNREACHABLE, message: sentenceFor(cause), cause });
}

function sentenceFor(cause: unknown): string {
  if (cause instanceof SyntaxError) return INTERCEPTED;
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return 'Onair took too long to answer. Check your connection.';
  }
  return navigator.onLine ? 'Onair can’t be reached. Check your connection.' : 'You are offline. Connect to the internet.';
}

export function isRefusal(error: unknown, code?: string): error is Refusal {
  return error instanceof Refusal && (code === undefined || error.code === code);
}

/** The call never got through to the service. */
export function isConnectionLoss(error: unknown): boolean {
  return isRefusal(error, UNREACHABLE) && (error.status === 0 || error.status >= 500);
}

/** The service, or the way to it, has a problem: the same call may work later. */
export function isTemporary(error: unknown): boolean {
  return isRefusal(error) && (error.status === 0 || error.status >= 500 || WORTH_REPEATING.has(error.status));
}

/** Request Timeout, Too Early, Too Many Requests. */
const WORTH_REPEATING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Seconds, or a date, as proxies send it. */
function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return ms > 0 ? ms : undefined;
}

function isFailure(body: unknown): body is {
  error: string;
  code: string;
  details?: FieldProblem[];
  applicationStatus?: ApplicationStatus;
} {
  if (typeof body !== 'object' || body === null) return false;
  return 'code' in body && typeof body.code === 'string' && 'error' in body && typeof body.error === 'string';
}
