// What the service said no to, in a form that callers can tell apart.
import type { ApplicationStatus } from './types';

/** A refusal that never reached the service, or an answer that wasn't its own. */
export const UNREACHABLE = 'UNREACHABLE';

export interface FieldProblem {
  field: string;
  message: string;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly details: FieldProblem[];
  readonly applicationStatus: ApplicationStatus | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(given: {
    status: number;
    code: string;
    message: string;
    details?: FieldProblem[];
    applicationStatus?: ApplicationStatus;
    retryAfterMs?: number;
    /** What it was made of, for the console. */
    cause?: unknown;
  }) {
    super(given.message, { cause: given.cause });
    this.status = given.status;
    this.code = given.code;
    this.details = given.details ?? [];
    this.applicationStatus = given.applicationStatus;
    this.retryAfterMs = given.retryAfterMs;
  }
}

/** Reads a failed answer. Proxies in between answer with HTML, so nothing about the body is taken for granted. */
export function refusalOf(response: Response, body: unknown): Refusal {
  const retryAfter = Number(response.headers.get('retry-after'));
  const retryAfterMs = retryAfter > 0 ? retryAfter * 1000 : undefined;
  if (!isFailure(body)) {
    return new Refusal({
      status: response.status,
      code: UNREACHABLE,
      message: 'The service gave no answer this page understands.',
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  return new Refusal({
    status: response.status,
    code: body.code,
    message: body.error,
    ...(body.details ? { details: body.details } : {}),
    ...(body.applicationStatus ? { applicationStatus: body.applicationStatus } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

export function unreachable(cause?: unknown): Refusal {
  return new Refusal({
    status: 0,
    code: UNREACHABLE,
    message: 'Onair can’t be reached. Check your connection.',
    cause,
  });
}

export function isRefusal(error: unknown, code?: string): error is Refusal {
  return error instanceof Refusal && (code === undefined || error.code === code);
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
