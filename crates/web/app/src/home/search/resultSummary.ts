// How many streams a search has found.
import { search } from '../../i18n/en/search';
import type { Translate } from '../../i18n/translate';
import { bidiIsolate } from '../../ui/bidiIsolate';

/** The summary of the results, visible and for screen readers. */
export function resultSummary(t: Translate, count: number, text: string): string {
  const query = bidiIsolate(text);
  return count === 0 ? t(search.nothing, { query }) : t(search.found, { count, query });
}
