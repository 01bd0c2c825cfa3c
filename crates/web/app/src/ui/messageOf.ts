import { isRefusal } from '../api/refusal';
import { logError } from '../errors/logError';

/** What to tell a person about something that didn't work: the service's own words, if it had any. */
export function messageOf(error: unknown): string {
  if (isRefusal(error)) return error.message;
  logError('This page is at fault', error);
  return 'Something went wrong on this page. Try again.';
}
