// Normalizes a message as the service does, so that lengths agree.
import { LIMITS } from '../api/limits';

/** For display; the service enforces the limit. */
export const TEXT_LIMIT = LIMITS.chatText;

/** Removes bidirectional controls, replaces line breaks and tabs by spaces, and trims. */
export function normalizeText(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\n\r\t\u2028\u2029]/gu, ' ')
    .trim();
}

/** The length in Unicode scalar values, as the service counts. */
export function textLength(text: string): number {
  return [...normalizeText(text)].length;
}
