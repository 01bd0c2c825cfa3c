// The queries of every page: the service's configuration, and the account.
import { queryOptions, type Query } from '@tanstack/react-query';
import { reportActive } from '../account/suspension';
import { isApiError, SUSPENDED } from './apiError';
import { unwrap, api } from './client';
import { queryKeys } from './queryKeys';
import { pollEvery } from './queryClient';

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
