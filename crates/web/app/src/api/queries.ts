// Queries that several pages use.
import { queryOptions, type Query } from '@tanstack/react-query';
import { reportActive } from '../account/suspension';
import { fetchWithEvents } from '../events/applyEvent';
import { isApiError, SUSPENDED } from './apiError';
import { unwrap, api } from './client';
import { queryKeys } from './queryKeys';
import { pollEvery } from './queryClient';
import type { StreamStatus } from './types';

/** Picks up a changed name or approval. */
const ACCOUNT_REFETCH_MS = 60_000;
/** Picks up the end of a suspension. */
const SUSPENDED_REFETCH_MS = 15_000;

export const configQuery = queryOptions({
  queryKey: queryKeys.config,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/config', { signal }))).data,
  staleTime: Infinity,
});

/** Unlike other final errors, a suspension may end. */
export function accountRefetchInterval(query: Pick<Query, 'state'>): number | false {
  return isApiError(query.state.error, SUSPENDED) ? SUSPENDED_REFETCH_MS : pollEvery(ACCOUNT_REFETCH_MS)(query);
}

export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: async ({ signal }) => {
    const { data } = await unwrap(api.GET('/api/viewer/me', { signal }));
    reportActive();
    return data;
  },
  refetchInterval: accountRefetchInterval,
});

export function streamQuery(username: string) {
  return queryOptions({
    queryKey: queryKeys.stream(username),
    queryFn: (context) =>
      fetchWithEvents(context, async () => {
        const call = api.GET('/api/viewer/stream/{username}', { params: { path: { username } }, signal: context.signal });
        return (await unwrap(call)).data;
      }),
  });
}

export const ownStreamQuery = queryOptions({
  queryKey: queryKeys.ownStream,
  queryFn: (context) => fetchWithEvents(context, async () => (await unwrap(api.GET('/api/stream/info', { signal: context.signal }))).data),
});

export const ownStatusQuery = queryOptions({
  queryKey: queryKeys.ownStatus,
  queryFn: (context) => fetchWithEvents(context, () => fetchOwnStatus(context.signal)),
});

export async function fetchOwnStatus(signal: AbortSignal): Promise<StreamStatus> {
  return (await unwrap(api.GET('/api/stream/status', { signal }))).data;
}
