import { isRefusal } from '../api/refusal';

/** What to tell a person about something that didn't work: the service's own words, if it had any. */
export function messageOf(error: unknown): string {
  return isRefusal(error) ? error.message : 'Something went wrong on this page. Try again.';
}
