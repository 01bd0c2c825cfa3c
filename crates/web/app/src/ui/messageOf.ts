import { isApiError } from '../api/apiError';
import { logError } from '../errors/logError';

/** What to tell a person about something that didn't work: what is wrong with their input, or else what happened. */
export function messageOf(error: unknown): string {
  if (isApiError(error)) return error.details[0]?.message ?? error.message;
  logError('This page is at fault', error);
  return 'Something went wrong on this page. Reload it, then try again.';
}
