// The most viewers that a running broadcast has had at the same time.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../api/client';
import { peakOf, type Peak } from './peakViewers';

/** Null before anybody has watched. `sessionId` is null while there is no broadcast. */
export function usePeakViewers(sessionId: string | null, viewerCount: number): number | null {
  const [last, setLast] = useState<Peak | null>(null);
  // What was before this page was opened.
  const { data = 0 } = useQuery({
    queryKey: ['peak', sessionId],
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/stream/sessions/{id}/summary', { params: { path: { id: sessionId ?? '' } }, signal }))).data.peakViewers,
    enabled: sessionId !== null,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const peak = peakOf(last, sessionId, Math.max(data, viewerCount));
  if (peak !== last) setLast(peak);
  return peak !== null && peak.viewers > 0 ? peak.viewers : null;
}
