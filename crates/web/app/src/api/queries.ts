// What several pages ask for.
import { queryOptions } from '@tanstack/react-query';
import { readAndHear } from '../events/applyEvent';
import { answer, api } from './client';
import { keys } from './keys';
import { every } from './queryClient';
import type { StreamStatus } from './types';

/** A name or an approval may change; once a minute is often enough to notice by itself. */
const ACCOUNT_MS = 60_000;

export const configQuery = queryOptions({
  queryKey: keys.config,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/config', { signal }))).data,
  staleTime: Infinity,
});

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/viewer/me', { signal }))).data,
  refetchInterval: every(ACCOUNT_MS),
});

export function streamQuery(username: string) {
  return queryOptions({
    queryKey: keys.stream(username),
    queryFn: (context) =>
      readAndHear(context, async () => {
        const call = api.GET('/api/viewer/stream/{username}', { params: { path: { username } }, signal: context.signal });
        return (await answer(call)).data;
      }),
  });
}

export const ownStreamQuery = queryOptions({
  queryKey: keys.ownStream,
  queryFn: (context) => readAndHear(context, async () => (await answer(api.GET('/api/stream/info', { signal: context.signal }))).data),
});

export const ownStatusQuery = queryOptions({
  queryKey: keys.ownStatus,
  queryFn: (context) => readAndHear(context, () => fetchOwnStatus(context.signal)),
});

export async function fetchOwnStatus(signal: AbortSignal): Promise<StreamStatus> {
  return (await answer(api.GET('/api/stream/status', { signal }))).data;
}
