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
import { StreamCard } from '../StreamCard';
import { resultSummary, QUERY_LIMIT, parseQuery } from './query';
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
  const [params] = useSearchParams();
  const query = parseQuery(params.get('q'));
  usePageTitle(query.kind === 'valid' ? `Search: ${bidiIsolate(query.text)}` : 'Search');
  return (
    <div className={styles.page}>
      <h1 className={query.kind === 'valid' ? 'visually-hidden' : undefined}>Search</h1>
      {query.kind === 'empty' && (
        <p className={styles.advice}>Type a stream title or the name of a creator in the field above.</p>
      )}
      {query.kind === 'too-long' && (
        <p className={styles.problem} role="alert">
          {`At most ${QUERY_LIMIT} characters: this is ${query.over} too long.`}
        </p>
      )}
      {query.kind === 'valid' && <Results text={query.text} />}
    </div>
  );
}

function Results({ text }: { text: string }) {
  const result = useQuery(searchQuery(text));
  const { data, isPlaceholderData } = result;
  const client = useQueryClient();
  const error = queryError(result);
  if (error !== null && (!data || isPlaceholderData)) {
    if (isApiError(error, 'STORE_UNAVAILABLE') || isApiError(error, 'BUSY')) {
      return (
        <Notice title="Search isn’t available right now">
          <p>{`${errorMessage(error)} This page retries automatically.`}</p>
        </Notice>
      );
    }
    return (
      <Notice tone="problem" title="The search failed">
        <p>{errorMessage(error)}</p>
        <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.search(text))}>
          Try again
        </Button>
      </Notice>
    );
  }
  if (!data) return <Loading>Searching…</Loading>;
  return (
    <div className={styles.results} aria-busy={isPlaceholderData}>
      <p role="status" className={styles.count}>
        {resultSummary(data.streams.length, data.text)}
      </p>
      <h2 id="results" className="visually-hidden">
        Results
      </h2>
      {data.streams.length === 0 ? <NoResults /> : <ResultList streams={data.streams} />}
    </div>
  );
}

function ResultList({ streams }: { streams: LiveStream[] }) {
  return (
    <ul className={homeStyles.grid} aria-labelledby="results">
      {streams.map((stream) => (
        <li key={stream.id}>
          <ItemBoundary fallback={<p>This can’t be shown.</p>}>
            <StreamCard stream={stream} />
          </ItemBoundary>
        </li>
      ))}
    </ul>
  );
}

function NoResults() {
  return (
    <ul className={styles.tips}>
      <li>Try fewer words or another spelling. Small typos in longer words are fine.</li>
      <li>The search covers titles, names and usernames, but not descriptions.</li>
      <li>Only creators who have set up a stream are listed.</li>
    </ul>
  );
}
