// What came of a session, asked for once it is over.
import { useQuery } from '@tanstack/react-query';
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { isApiError } from '../api/apiError';
import type { SummaryAnswer } from './ending';

export function useSummary(session: string | null): SummaryAnswer | null {
  const { data } = useQuery({
    queryKey: queryKeys.summary(session ?? ''),
    queryFn: ({ signal }) => fetchSummary(session ?? '', signal),
    enabled: session !== null,
    staleTime: Infinity,
  });
  return data ?? null;
}

async function fetchSummary(id: string, signal: AbortSignal): Promise<SummaryAnswer> {
  try {
    const { data } = await unwrap(api.GET('/api/stream/sessions/{id}/summary', { params: { path: { id } }, signal }));
    return { found: data };
  } catch (error) {
    if (isApiError(error, 'NOT_FOUND')) return { found: null };
    throw error;
  }
}
