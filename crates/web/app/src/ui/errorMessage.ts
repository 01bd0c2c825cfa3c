// The text to show for an error, in the language of the page.
import { isApiError } from '../api/apiError';
import { logError } from '../errors/logError';
import { currentT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { serverText } from '../i18n/serverText';

/** A validation error, or else what happened. */
export function errorMessage(error: unknown): string {
  const t = currentT();
  if (!isApiError(error)) {
    logError('Unexpected error in the page', error);
    return t(common.pageBroke);
  }
  const [detail] = error.details;
  if (error.text) return t(error.text);
  return detail ? serverText(t, detail.message) : serverText(t, error.message, error.code);
}
