// Loads the summary of an ended session.
import { useQuery } from '@tanstack/react-query';
import { summaryQuery, type SummaryResult } from '../history/summaryQuery';

export function useSummary(session: string | null): SummaryResult | null {
  const { data } = useQuery({ ...summaryQuery(session ?? ''), enabled: session !== null });
  return data ?? null;
}
