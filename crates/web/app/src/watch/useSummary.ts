// What came of a session, asked for once it is over.
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { keys } from '../api/keys';
import { isRefusal } from '../api/refusal';
import type { SummaryAnswer } from './ending';

export function useSummary(session: string | null): SummaryAnswer | null {
  const { data } = useQuery({
    queryKey: keys.summary(session ?? ''),
    queryFn: ({ signal }) => fetchSummary(session ?? '', signal),
    enabled: session !== null,
    staleTime: Infinity,
  });
  return data ?? null;
}

async function fetchSummary(id: string, signal: AbortSignal): Promise<SummaryAnswer> {
  try {
    const { data } = await answer(api.GET('/api/stream/sessions/{id}/summary', { params: { path: { id } }, signal }));
    return { found: data };
  } catch (error) {
    if (isRefusal(error, 'NOT_FOUND')) return { found: null };
    throw error;
  }
}
