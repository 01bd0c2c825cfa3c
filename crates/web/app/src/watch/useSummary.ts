// What came of a session, asked for once it is over.
import { useMemo } from 'react';
import { answer, api } from '../api/client';
import { isRefusal } from '../api/refusal';
import { usePolling } from '../ui/usePolling';
import type { SummaryAnswer } from './ending';

export function useSummary(session: string | null): SummaryAnswer | null {
  const load = useMemo(
    () => (session === null ? null : async (signal: AbortSignal) => fetchSummary(session, signal)),
    [session],
  );
  return usePolling(load, null).data;
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
