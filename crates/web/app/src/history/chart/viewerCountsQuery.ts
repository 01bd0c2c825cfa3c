// The number of viewers over an ended broadcast.
import { queryOptions } from '@tanstack/react-query';
import { unwrap, api } from '../../api/client';
import { queryKeys } from '../../api/queryKeys';

export function viewerCountsQuery(session: string) {
  return queryOptions({
    queryKey: queryKeys.viewerCounts(session),
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/stream/sessions/{id}/viewer-counts', { params: { path: { id: session } }, signal }))).data,
    staleTime: Infinity,
  });
}
