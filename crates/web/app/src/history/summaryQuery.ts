// The summary of an ended session.
import { queryOptions } from '@tanstack/react-query';
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { isApiError } from '../api/apiError';
import type { SessionSummary } from '../api/types';

/** The response for a session; `summary` is null if the service has none. */
export interface SummaryResult {
  summary: SessionSummary | null;
}

export function summaryQuery(session: string) {
  return queryOptions({
    queryKey: queryKeys.summary(session),
    queryFn: async ({ signal }) => fetchSummary(session, signal),
    staleTime: Infinity,
  });
}

async function fetchSummary(id: string, signal: AbortSignal): Promise<SummaryResult> {
  try {
    const { data } = await unwrap(api.GET('/api/stream/sessions/{id}/summary', { params: { path: { id } }, signal }));
    return { summary: data };
  } catch (error) {
    if (isApiError(error, 'NOT_FOUND')) return { summary: null };
    throw error;
  }
}
