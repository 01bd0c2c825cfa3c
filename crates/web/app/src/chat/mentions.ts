// Finds out whether a message addresses somebody by name, as in “@ada”. Pure.

/** Letters, digits and marks continue a name: “@adam” doesn't address ada. */
const CONTINUES = /^[\p{L}\p{N}\p{M}_]/u;

/** Shorter first words, such as “Dr”, are in many names. */
const MIN_FIRST_WORD = 3;

/** People are addressed by their name or by the first word of it. */
export function addresses(text: string, name: string): boolean {
  const whole = fold(name.trim());
  const [first = ''] = whole.split(/\s+/u);
  const folded = fold(text);
  return isAddressed(folded, whole) || ([...first].length >= MIN_FIRST_WORD && isAddressed(folded, first));
}

function isAddressed(folded: string, name: string): boolean {
  if (name === '') return false;
  const wanted = `@${name}`;
  for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
    if (!CONTINUES.test(folded.slice(at + wanted.length))) return true;
  }
  return false;
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
