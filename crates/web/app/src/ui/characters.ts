// Lengths of texts as the service counts them: Unicode scalar values after trimming.

export function lengthOf(text: string): number {
  return [...text.trim()].length;
}

/** What is wrong with a text of 1 to `max` characters, told before it is sent; undefined if nothing is. */
export function lengthProblem(text: string, max: number, what: string): string | undefined {
  const length = lengthOf(text);
  if (length === 0) return `${what} is needed.`;
  if (length > max) return `At most ${max.toLocaleString('en')} characters: this is ${(length - max).toLocaleString('en')} too long.`;
  return undefined;
}
