// A stable colour for each name.

/** In degrees. Red is reserved for the host. */
export function nameHue(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return 70 + (hash % 23) * 12;
}
