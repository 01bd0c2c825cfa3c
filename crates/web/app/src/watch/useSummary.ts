// Loads the summary of an ended session.
import { useQuery } from '@tanstack/react-query';
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { isApiError } from '../api/apiError';
import type { SummaryResult } from './summaryState';

export function useSummary(session: string | null): SummaryResult | null {
  const { data } = useQuery({
    queryKey: queryKeys.summary(session ?? ''),
    queryFn: ({ signal }) => fetchSummary(session ?? '', signal),
    enabled: session !== null,
    staleTime: Infinity,
  });
  return data ?? null;
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
