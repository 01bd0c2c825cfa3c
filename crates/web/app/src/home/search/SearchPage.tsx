// Search results: streams by title or creator, live or not.
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { unwrap, api } from '../../api/client';
import { queryKeys } from '../../api/queryKeys';
import { refetchNow, pollEvery, queryError } from '../../api/queryClient';
import { isApiError } from '../../api/apiError';
import type { LiveStream } from '../../api/types';
import { ItemBoundary } from '../../errors/boundaries';
import { usePageTitle } from '../../shell/usePageTitle';
import { Button } from '../../ui/Button';
import { bidiIsolate } from '../../ui/bidiIsolate';
import { errorMessage } from '../../ui/errorMessage';
import { Notice } from '../../ui/Notice';
import { Loading } from '../../ui/Loading';
import homeStyles from '../HomePage.module.css';
import { useT } from '../../i18n/current';
import { common } from '../../i18n/en/common';
import { search } from '../../i18n/en/search';
import { StreamCard } from '../StreamCard';
import { QUERY_LIMIT, parseQuery } from './query';
import { resultSummary } from './resultSummary';
import styles from './SearchPage.module.css';

/** Keeps the state of the cards current. */
const REFETCH_INTERVAL_MS = 15_000;

function searchQuery(text: string) {
  return queryOptions({
    queryKey: queryKeys.search(text),
    queryFn: async ({ signal }) => ({ text, streams: (await unwrap(api.GET('/api/viewer/search', { params: { query: { q: text } }, signal }))).data }),
    refetchInterval: pollEvery(REFETCH_INTERVAL_MS),
    // Keep the previous results while a new query loads.
    placeholderData: keepPreviousData,
  });
}

export function SearchPage() {
  const t = useT();
  const [params] = useSearchParams();
  const query = parseQuery(params.get('q'));
  usePageTitle(query.kind === 'valid' ? t(search.titleOf, { query: bidiIsolate(query.text) }) : t(search.title));
  return (
    <div className={styles.page}>
      <h1 className={query.kind === 'valid' ? 'visually-hidden' : undefined}>{t(search.title)}</h1>
      {query.kind === 'empty' && (
        <p className={styles.advice}>{t(search.advice)}</p>
      )}
      {query.kind === 'too-long' && (
        <p className={styles.problem} role="alert">
          {t(common.tooLong, { limit: QUERY_LIMIT, over: query.over })}
        </p>
      )}
      {query.kind === 'valid' && <Results text={query.text} />}
    </div>
  );
}

function Results({ text }: { text: string }) {
  const t = useT();
  const result = useQuery(searchQuery(text));
  const { data, isPlaceholderData } = result;
  const client = useQueryClient();
  const error = queryError(result);
  if (error !== null && (!data || isPlaceholderData)) {
    if (isApiError(error, 'STORE_UNAVAILABLE') || isApiError(error, 'BUSY')) {
      return (
        <Notice title={t(search.unavailable)}>
          <p>{t(search.retries, { message: errorMessage(error) })}</p>
        </Notice>
      );
    }
    return (
      <Notice tone="problem" title={t(search.failed)}>
        <p>{errorMessage(error)}</p>
        <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.search(text))}>
          {t(common.tryAgain)}
        </Button>
      </Notice>
    );
  }
  if (!data) return <Loading>{t(search.searching)}</Loading>;
  return (
    <div className={styles.results} aria-busy={isPlaceholderData}>
      <p role="status" className={styles.count}>
        {resultSummary(t, data.streams.length, data.text)}
      </p>
      <h2 id="results" className="visually-hidden">
        {t(search.results)}
      </h2>
      {data.streams.length === 0 ? <NoResults /> : <ResultList streams={data.streams} />}
    </div>
  );
}

function ResultList({ streams }: { streams: LiveStream[] }) {
  const t = useT();
  return (
    <ul className={homeStyles.grid} aria-labelledby="results">
      {streams.map((stream) => (
        <li key={stream.id}>
          <ItemBoundary fallback={<p>{t(common.cantShow)}</p>}>
            <StreamCard stream={stream} />
          </ItemBoundary>
        </li>
      ))}
    </ul>
  );
}

function NoResults() {
  const t = useT();
  return (
    <ul className={styles.tips}>
      <li>{t(search.fewerWords)}</li>
      <li>{t(search.covers)}</li>
      <li>{t(search.onlySetUp)}</li>
    </ul>
  );
}
