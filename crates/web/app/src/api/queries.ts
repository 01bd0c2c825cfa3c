// Queries of streams that several pages use. The first load doesn't need them.
import { queryOptions } from '@tanstack/react-query';
import { fetchWithEvents } from '../events/applyEvent';
import { unwrap, api } from './client';
import { queryKeys } from './queryKeys';
import type { StreamStatus } from './types';

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
