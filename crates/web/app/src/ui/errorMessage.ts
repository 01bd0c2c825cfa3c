import { isApiError } from '../api/apiError';
import { logError } from '../errors/logError';

/** The message to show for an error: a validation error, or else what happened. */
export function errorMessage(error: unknown): string {
  if (isApiError(error)) return error.details[0]?.message ?? error.message;
  logError('Unexpected error in the page', error);
  return 'Something went wrong on this page. Reload it, then try again.';
}
