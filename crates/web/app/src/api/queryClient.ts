// How answers of the service are kept, and when it is asked again.
import { MutationCache, QueryClient, type Query, type QueryKey } from '@tanstack/react-query';
import { backoffMs } from '../connection/backoff';
import { isRefusal, isTemporary } from './refusal';
import { report } from './report';

/** Somebody who comes back to a page within this time sees what they left, without asking. */
const FRESH_MS = 2_000;
/** A timer that is already due fires no sooner than this. */
const SOONEST_MS = 1_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({ onError: report }),
    defaultOptions: {
      queries: {
        // The browser may call itself offline and reach the service all the same.
        networkMode: 'always',
        staleTime: FRESH_MS,
        retry: (failures, error) => {
          if (failures === 0) report(error);
          return isTemporary(error);
        },
        retryDelay: (failures, error) => backoffMs(failures + 1, Math.random(), retryAfterOf(error)),
        refetchInterval: every(null),
        refetchOnWindowFocus: isOpen,
        refetchOnReconnect: isOpen,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/**
 * Asks again this long after each answer; events that change the answer don't put it off. What was refused
 * for good isn't asked for again by itself: every temporary failure is still being retried.
 */
export function every(ms: number | null) {
  return (query: Pick<Query, 'state'>): number | false => {
    const { status, dataUpdatedAt } = query.state;
    if (status === 'error') return false;
    // A write has cancelled the first read.
    if (status === 'pending') return SOONEST_MS;
    return ms === null ? false : Math.max(SOONEST_MS, dataUpdatedAt + ms - Date.now());
  };
}

/** Why the last question failed, also while it is being asked again. */
export function failureOf(result: { error: unknown; failureReason: unknown }): unknown {
  return result.error ?? result.failureReason;
}

/** Asks at once for what waits to be asked again, unless the service said how long to wait. */
export function retryNow(client: QueryClient): void {
  const waiting = client.getQueryCache().findAll({
    type: 'active',
    predicate: ({ state }) => state.fetchFailureCount > 0 && state.status !== 'error' && retryAfterOf(state.fetchFailureReason) === 0,
  });
  waiting.forEach(restart);
}

/** Asks at once, because somebody wants to know: a plain refetch would join a retry that may be a while off. */
export function askAgain(client: QueryClient, queryKey: QueryKey): void {
  client.getQueryCache().findAll({ queryKey, exact: true }).forEach(restart);
}

function restart(query: Query): void {
  query.cancel({ silent: true }).catch(() => undefined);
  query.fetch(undefined, { meta: query.state.fetchMeta ?? undefined }).catch(() => undefined);
}

/** Before and after a write: a read that began before it would undo what is shown of it. */
export async function cancelReads(client: QueryClient, affected: readonly QueryKey[]): Promise<void> {
  await Promise.all(affected.map((queryKey) => client.cancelQueries({ queryKey })));
}

/** Not refused for good. */
function isOpen(query: Pick<Query, 'state'>): boolean {
  return query.state.status !== 'error';
}

function retryAfterOf(error: unknown): number {
  return isRefusal(error) ? (error.retryAfterMs ?? 0) : 0;
}
