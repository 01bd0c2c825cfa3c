// What a search finds: streams by their title or by their creator, live or not.
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
import { isolated } from '../../ui/isolated';
import { messageOf } from '../../ui/messageOf';
import { Notice } from '../../ui/Notice';
import { Waiting } from '../../ui/Waiting';
import homeStyles from '../HomePage.module.css';
import { StreamCard } from '../StreamCard';
import { foundInWords, QUERY_LIMIT, queryOf } from './query';
import styles from './SearchPage.module.css';

/** Who goes live or offline meanwhile shows on the cards. */
const REFETCH_INTERVAL_MS = 15_000;

function searchQuery(text: string) {
  return queryOptions({
    queryKey: queryKeys.search(text),
    queryFn: async ({ signal }) => ({ text, streams: (await unwrap(api.GET('/api/viewer/search', { params: { query: { q: text } }, signal }))).data }),
    refetchInterval: pollEvery(REFETCH_INTERVAL_MS),
    // While one types, what was found last stays until there is something better.
    placeholderData: keepPreviousData,
  });
}

export function SearchPage() {
  const [params] = useSearchParams();
  const query = queryOf(params.get('q'));
  usePageTitle(query.is === 'good' ? `Search: ${isolated(query.text)}` : 'Search');
  return (
    <div className={styles.page}>
      <h1 className={query.is === 'good' ? 'visually-hidden' : undefined}>Search</h1>
      {query.is === 'empty' && (
        <p className={styles.advice}>Type a stream title or the name of a creator in the field above.</p>
      )}
      {query.is === 'too-long' && (
        <p className={styles.problem} role="alert">
          {`At most ${QUERY_LIMIT} characters: this is ${query.over} too long.`}
        </p>
      )}
      {query.is === 'good' && <Results text={query.text} />}
    </div>
  );
}

function Results({ text }: { text: string }) {
  const asked = useQuery(searchQuery(text));
  const { data: shown, isPlaceholderData } = asked;
  const client = useQueryClient();
  const error = queryError(asked);
  if (error !== null && (!shown || isPlaceholderData)) {
    if (isApiError(error, 'STORE_UNAVAILABLE')) {
      return (
        <Notice title="Search isn’t available right now">
          <p>{`${messageOf(error)} This page retries automatically.`}</p>
        </Notice>
      );
    }
    return (
      <Notice tone="problem" title="The search failed">
        <p>{messageOf(error)}</p>
        <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.search(text))}>
          Try again
        </Button>
      </Notice>
    );
  }
  if (!shown) return <Waiting>Searching…</Waiting>;
  return (
    <div className={styles.results} aria-busy={isPlaceholderData}>
      <p role="status" className={styles.count}>
        {foundInWords(shown.streams.length, shown.text)}
      </p>
      <h2 id="results" className="visually-hidden">
        Results
      </h2>
      {shown.streams.length === 0 ? <NothingFound /> : <Found streams={shown.streams} />}
    </div>
  );
}

function Found({ streams }: { streams: LiveStream[] }) {
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

function NothingFound() {
  return (
    <ul className={styles.tips}>
      <li>Try fewer words or another spelling. Small typos in longer words are fine.</li>
      <li>The search covers titles, names and usernames, but not descriptions.</li>
      <li>Only creators who have set up a stream are listed.</li>
    </ul>
  );
}
