// What is searched for, as far as the page knows before it asks: the service decides.
import { lengthOf } from '../../ui/characters';
import { isolated } from '../../ui/isolated';

export const QUERY_LIMIT = 100;

export type Query =
  | { is: 'empty' }
  | { is: 'too-long'; over: number }
  | { is: 'good'; text: string };

export function queryOf(raw: string | null): Query {
  const text = (raw ?? '').trim();
  const length = lengthOf(text);
  if (length === 0) return { is: 'empty' };
  return length > QUERY_LIMIT ? { is: 'too-long', over: length - QUERY_LIMIT } : { is: 'good', text };
}

export function searchPath(raw: string): string {
  const text = raw.trim();
  return text === '' ? '/search' : `/search?q=${encodeURIComponent(text)}`;
}

/** What is said about the results, to who sees them and to who listens. */
export function foundInWords(count: number, text: string): string {
  if (count === 0) return `Nothing found for “${isolated(text)}”`;
  return count === 1 ? `1 stream found for “${isolated(text)}”` : `${count} streams found for “${isolated(text)}”`;
}
