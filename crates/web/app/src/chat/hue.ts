// A colour for a name, so that the eye finds who is talking. The same person always has the same.

/** In degrees. The host's own colour is the signal's: red is left to it. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return 70 + (hash % 23) * 12;
}
