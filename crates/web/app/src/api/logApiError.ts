import { logError } from '../errors/logError';
import { isNetworkError, isApiError } from './apiError';

/** Logs unexpected errors. Responses with a 4xx status are part of normal operation. */
export function logApiError(error: unknown): void {
  if (isApiError(error) && !isNetworkError(error) && error.status < 500) return;
  logError('A call to the service failed', error);
}
