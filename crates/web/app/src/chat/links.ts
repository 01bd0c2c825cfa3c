// Finds the addresses in a text. What isn't plainly an address of the web stays text.
import { LinkifyIt } from 'linkify-it';

export type Part = string | { href: string; text: string };

/** Knows where an address ends; where one may begin is decided here, because CJK and Thai put no space before it. */
const linkify = new LinkifyIt({ urlAuth: true });

const SCHEME = /https?:(?=\/\/)/giu;
/** A scheme inside a word is no scheme. */
const INSIDE_WORD = /[\p{Script=Latin}\p{Nd}]$/u;
/** The library keeps these for addresses that are given alone; in a sentence they belong to the sentence. */
const SENTENCE_END = /[.,;:!?'*_~]+$/u;
/** Bidirectional controls and the like. Joiners and variation selectors are parts of Persian words and of emoji. */
const INVISIBLE = /(?!\u200C|\u200D|\uFE0F)\p{Default_Ignorable_Code_Point}/u;
/** In a host they make one name look like another. */
const JOINER_IN_HOST = /^https?:\/\/[^/?#]*(?:\u200C|\u200D|\uFE0F)/iu;

export function splitLinks(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: scheme, index } of text.matchAll(SCHEME)) {
    if (index < from || INSIDE_WORD.test(text.slice(Math.max(0, index - 2), index))) continue;
    const address = addressAt(text, index, scheme);
    const href = hrefOf(address);
    if (href === null) continue;
    if (index > from) parts.push(text.slice(from, index));
    parts.push({ href, text: address });
    from = index + address.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function addressAt(text: string, index: number, scheme: string): string {
  const from = index + scheme.length;
  const end = from + linkify.testSchemaAt(text, scheme.toLowerCase(), from);
  // What was taken for a host is a user's name, made to look like one.
  if (text[end] === '@') return '';
  const found = text.slice(index, end);
  const [visible = ''] = found.split(INVISIBLE, 1);
  if (JOINER_IN_HOST.test(visible)) return '';
  return withoutWordsAfterHost(visible).replace(SENTENCE_END, '');
}

/** No top-level domain mixes scripts: in `https://example.comを` the sentence goes on after `com`. */
function withoutWordsAfterHost(address: string): string {
  const withWords = /^https?:\/\/(?:[^./?#:]+\.)+[a-z]{2,}(?=[^\p{ASCII}])/iu.exec(address);
  return withWords ? withWords[0] : address;
}

function hrefOf(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  // Whoever reads “https://bank.example@elsewhere.example” takes it for another place than it leads to.
  if (url.username || url.password) return null;
  const isPublic = /[.:]/u.test(url.hostname) || url.hostname === 'localhost';
  return isPublic && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
