// What a message will be once the service has it: the same cleaning, so that lengths agree.

/** Shown beside the field. The service decides; this only saves a refusal. */
export const TEXT_LIMIT = 500;

/** Bidirectional controls go, line breaks and tabs become spaces, the ends are trimmed. */
export function cleaned(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\n\r\t\u2028\u2029]/gu, ' ')
    .trim();
}

/** In Unicode scalar values, as the service counts. */
export function lengthOf(text: string): number {
  return [...cleaned(text)].length;
}
