// Finds out whether a message addresses somebody by name, as in “@ada”. Pure.

/** Letters, digits and marks continue a name: “@adam” doesn't address ada. */
const CONTINUES = /^[\p{L}\p{N}\p{M}_]/u;

export function addresses(text: string, name: string): boolean {
  const wanted = `@${fold(name.trim())}`;
  if (wanted === '@') return false;
  const folded = fold(text);
  for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
    if (!CONTINUES.test(folded.slice(at + wanted.length))) return true;
  }
  return false;
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
