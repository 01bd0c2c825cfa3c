// Text lengths as the service counts: Unicode scalar values after trimming.

import { common } from '../i18n/en/common';
import type { Translate } from '../i18n/translate';
import type { Message } from '../i18n/message';
export function countCharacters(text: string): number {
  return [...text.trim()].length;
}

/** The validation error of a text that needs 1 to `max` characters, `missing` for none; undefined if it is valid. */
export function validateLength(t: Translate, text: string, max: number, missing: Message): string | undefined {
  const length = countCharacters(text);
  if (length === 0) return t(missing);
  if (length > max) return t(common.tooLong, { limit: max, over: length - max });
  return undefined;
}
