// Parses the search query. The service validates it.
import { LIMITS } from '../../api/limits';
import { countCharacters } from '../../ui/characters';

export const QUERY_LIMIT = LIMITS.query;

export type Query =
  | { kind: 'empty' }
  | { kind: 'too-long'; over: number }
  | { kind: 'valid'; text: string };

export function parseQuery(raw: string | null): Query {
  const text = (raw ?? '').trim();
  const length = countCharacters(text);
  if (length === 0) return { kind: 'empty' };
  return length > QUERY_LIMIT ? { kind: 'too-long', over: length - QUERY_LIMIT } : { kind: 'valid', text };
}

export function searchPath(raw: string): string {
  const text = raw.trim();
  return text === '' ? '/search' : `/search?q=${encodeURIComponent(text)}`;
}
