// Text lengths as the service counts: Unicode scalar values after trimming.

export function countCharacters(text: string): number {
  return [...text.trim()].length;
}

/** The validation error of a text that needs 1 to `max` characters; undefined if it is valid. */
export function validateLength(text: string, max: number, what: string): string | undefined {
  const length = countCharacters(text);
  if (length === 0) return `${what} is needed.`;
  if (length > max) return `At most ${max.toLocaleString('en')} characters: this is ${(length - max).toLocaleString('en')} too long.`;
  return undefined;
}
