// Finds the addresses in a text. Everything that isn't plainly one stays text.

export type Part = string | { href: string; text: string };

const CANDIDATE = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"“”«»]+/giu;
const SENTENCE_END = /[.,;:!?'’…*_~]$/u;
const PAIRS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

export function splitLinks(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const address = withoutTail(candidate);
    const href = hrefOf(address);
    if (href === null) continue;
    if (index > from) parts.push(text.slice(from, index));
    parts.push({ href, text: address });
    from = index + address.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** Without what belongs to the sentence around it: its end, and a bracket that was opened before it. */
function withoutTail(candidate: string): string {
  let address = candidate;
  for (;;) {
    const last = address.at(-1) ?? '';
    const opening = PAIRS[last];
    const isTail = opening ? count(address, last) > count(address, opening) : SENTENCE_END.test(address);
    if (!isTail) return address;
    address = address.slice(0, -last.length);
  }
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // Whoever reads “https://bank.example@elsewhere.example” takes it for another place than it leads to.
  if (url.username || url.password || !url.hostname) return null;
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}
