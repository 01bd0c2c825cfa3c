// Finds URLs in a text. Anything that isn't clearly a web URL stays text.
import { LinkifyIt } from 'linkify-it';

export type Part = string | { href: string; text: string };

/**
 * The library finds the end of a URL. Its start is found here, because CJK and Thai text has no space before a URL.
 */
const linkify = new LinkifyIt({ urlAuth: true });

const SCHEME = /https?:(?=\/\/)/giu;
/** A scheme within a word doesn't start a URL. */
const INSIDE_WORD = /[\p{Script=Latin}\p{Nd}]$/u;
/** The library includes these characters, but in a sentence they are punctuation. */
const SENTENCE_END = /[.,;:!?'*_~]+$/u;
/**
 * Bidirectional controls and the like. Joiners and variation selectors are allowed: Persian words and emoji contain
 * them.
 */
const INVISIBLE = /(?!\u200C|\u200D|\uFE0F)\p{Default_Ignorable_Code_Point}/u;
/** In a host name, joiners make one name look like another. */
const JOINER_IN_HOST = /^https?:\/\/[^/?#]*(?:\u200C|\u200D|\uFE0F)/iu;

export function splitLinks(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: scheme, index } of text.matchAll(SCHEME)) {
    if (index < from || INSIDE_WORD.test(text.slice(Math.max(0, index - 2), index))) continue;
    const address = urlAt(text, index, scheme);
    const href = safeHref(address);
    if (href === null) continue;
    if (index > from) parts.push(text.slice(from, index));
    parts.push({ href, text: address });
    from = index + address.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function urlAt(text: string, index: number, scheme: string): string {
  const from = index + scheme.length;
  const end = from + linkify.testSchemaAt(text, scheme.toLowerCase(), from);
  // The supposed host is a username that imitates one.
  if (text[end] === '@') return '';
  const found = text.slice(index, end);
  const [visible = ''] = found.split(INVISIBLE, 1);
  if (JOINER_IN_HOST.test(visible)) return '';
  return trimTextAfterHost(visible).replace(SENTENCE_END, '');
}

/** No top-level domain mixes scripts: in `https://example.comを` the URL ends after `com`. */
function trimTextAfterHost(address: string): string {
  const withWords = /^https?:\/\/(?:[^./?#:]+\.)+[a-z]{2,}(?=[^\p{ASCII}])/iu.exec(address);
  return withWords ? withWords[0] : address;
}

function safeHref(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  // A URL like “https://bank.example@elsewhere.example” imitates another host.
  if (url.username || url.password) return null;
  const isPublic = /[.:]/u.test(url.hostname) || url.hostname === 'localhost';
  return isPublic && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
