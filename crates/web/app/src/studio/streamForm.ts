// Shared by the forms for streams: limits and validation errors.
import { isApiError } from '../api/apiError';
import { LIMITS } from '../api/limits';
import { currentT } from '../i18n/current';
import { serverText } from '../i18n/serverText';
import { errorMessage } from '../ui/errorMessage';

/** For display; the service enforces the limits. */
export const TITLE_LIMIT = LIMITS.title;
export const DESCRIPTION_LIMIT = LIMITS.description;

export interface FormProblems {
  fields: Record<string, string>;
  /** Errors that belong to no field of the form. */
  general: string | null;
}

export const NO_PROBLEMS: FormProblems = { fields: {}, general: null };

export function formProblems(error: unknown, fieldsShown: readonly string[]): FormProblems {
  if (!isApiError(error)) return { fields: {}, general: errorMessage(error) };
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  const t = currentT();
  for (const { field, message: sentence } of error.details) {
    const message = serverText(t, sentence);
    if (fieldsShown.includes(field)) fields[field] ??= message;
    else rest.push(message);
  }
  if (Object.keys(fields).length === 0 && rest.length === 0) rest.push(errorMessage(error));
  return { fields, general: rest.length > 0 ? rest.join(' ') : null };
}
