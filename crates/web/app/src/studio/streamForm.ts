// What the forms about a stream share: the bounds they show, and where the service's objections go.
import { isApiError } from '../api/apiError';
import { messageOf } from '../ui/messageOf';

/** Shown beside the fields. The service decides; these only save a round trip of reading. */
export const TITLE_LIMIT = 200;
export const DESCRIPTION_LIMIT = 2_000;

export interface FormProblems {
  fields: Record<string, string>;
  /** What belongs to no field that the form has. */
  general: string | null;
}

export const NO_PROBLEMS: FormProblems = { fields: {}, general: null };

export function formProblems(error: unknown, fieldsShown: readonly string[]): FormProblems {
  if (!isApiError(error)) return { fields: {}, general: messageOf(error) };
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const { field, message } of error.details) {
    if (fieldsShown.includes(field)) fields[field] ??= message;
    else rest.push(message);
  }
  if (Object.keys(fields).length === 0 && rest.length === 0) rest.push(error.message);
  return { fields, general: rest.length > 0 ? rest.join(' ') : null };
}
