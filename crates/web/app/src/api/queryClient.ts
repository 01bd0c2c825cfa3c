// The query client: retries, polling and refetching.
import { MutationCache, QueryClient, type Query, type QueryKey } from '@tanstack/react-query';
import { backoffMs } from '../connection/backoff';
import { isApiError, isRetryable } from './apiError';
import { logApiError } from './logApiError';

/** Data this fresh is shown without a refetch. */
const STALE_TIME_MS = 2_000;
/** The shortest interval for a timer that is already due. */
const MIN_REFETCH_MS = 1_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({ onError: logApiError }),
    defaultOptions: {
      queries: {
        // Browsers may report "offline" although the service is reachable.
        networkMode: 'always',
        staleTime: STALE_TIME_MS,
        retry: (failures, error) => {
          if (failures === 0) logApiError(error);
          return isRetryable(error);
        },
        retryDelay: (failures, error) => backoffMs(failures + 1, Math.random(), retryAfterMsOf(error)),
        refetchInterval: pollEvery(null),
        refetchOnWindowFocus: hasNotFailed,
        refetchOnReconnect: hasNotFailed,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/**
 * A `refetchInterval` measured from the last response. Server-sent events that update the data don't postpone it. A
 * query with a final error isn't polled; one with a retryable error is being retried already.
 */
export function pollEvery(ms: number | null) {
  return (query: Pick<Query, 'state'>): number | false => {
    const { status, dataUpdatedAt } = query.state;
    if (status === 'error') return false;
    // A mutation has cancelled the first fetch.
    if (status === 'pending') return MIN_REFETCH_MS;
    return ms === null ? false : Math.max(MIN_REFETCH_MS, dataUpdatedAt + ms - Date.now());
  };
}

/** The last error of a query, including while it is retried. */
export function queryError(result: { error: unknown; failureReason: unknown }): unknown {
  return result.error ?? result.failureReason;
}

/** Retries all failing queries immediately, except those whose `Retry-After` has not passed. */
export function retryNow(client: QueryClient): void {
  const retrying = client.getQueryCache().findAll({
    type: 'active',
    predicate: ({ state }) => state.fetchFailureCount > 0 && state.status !== 'error' && retryAfterMsOf(state.fetchFailureReason) === 0,
  });
  retrying.forEach(restartFetch);
}

/** Refetches immediately on a user's request. `refetch` would join a retry that may be far off. */
export function refetchNow(client: QueryClient, queryKey: QueryKey): void {
  client.getQueryCache().findAll({ queryKey, exact: true }).forEach(restartFetch);
}

function restartFetch(query: Query): void {
  query.cancel({ silent: true }).catch(() => undefined);
  query.fetch(undefined, { meta: query.state.fetchMeta ?? undefined }).catch(() => undefined);
}

/** Call before and after a mutation: a fetch that started earlier would overwrite its result. */
export async function cancelQueriesFor(client: QueryClient, affected: readonly QueryKey[]): Promise<void> {
  await Promise.all(affected.map((queryKey) => client.cancelQueries({ queryKey })));
}

/** The query has no final error. */
function hasNotFailed(query: Pick<Query, 'state'>): boolean {
  return query.state.status !== 'error';
}

function retryAfterMsOf(error: unknown): number {
  return isApiError(error) ? (error.retryAfterMs ?? 0) : 0;
}
