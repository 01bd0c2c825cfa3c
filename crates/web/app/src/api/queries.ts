// Queries that several pages use.
import { queryOptions } from '@tanstack/react-query';
import { fetchWithEvents } from '../events/applyEvent';
import { unwrap, api } from './client';
import { queryKeys } from './queryKeys';
import { pollEvery } from './queryClient';
import type { StreamStatus } from './types';

/** Picks up a changed name or approval. */
const ACCOUNT_REFETCH_MS = 60_000;

export const configQuery = queryOptions({
  queryKey: queryKeys.config,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/config', { signal }))).data,
  staleTime: Infinity,
});

export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/viewer/me', { signal }))).data,
  refetchInterval: pollEvery(ACCOUNT_REFETCH_MS),
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
