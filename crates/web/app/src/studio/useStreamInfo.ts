// The creator's stream, or why there is none.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { queryKeys } from '../api/queryKeys';
import { meQuery } from '../api/accountQueries';
import { ownStreamQuery } from '../api/queries';
import { cancelQueriesFor, pollEvery, queryError } from '../api/queryClient';
import { isApiError } from '../api/apiError';
import type { ApplicationStatus, Stream } from '../api/types';
import { errorMessage } from '../ui/errorMessage';

export type StreamInfo =
  | { status: 'loading' }
  | { status: 'ready'; stream: Stream }
  | { status: 'not-set-up' }
  | { status: 'not-approved'; applicationStatus: ApplicationStatus }
  | { status: 'unavailable'; message: string };

/** Picks up an approval within seconds while the studio is open. */
const APPROVAL_POLL_MS = 5_000;

export function useStreamInfo(): { info: StreamInfo; setStream: (stream: Stream) => void; refresh: () => void } {
  const client = useQueryClient();
  const result = useQuery(ownStreamQuery);
  const { refetch, errorUpdatedAt } = result;
  const info = toStreamInfo(result.data ?? null, queryError(result));
  const setStream = useCallback(
    (stream: Stream) => {
      // A fetch that started before the mutation may return the old state.
      const store = async () => {
        await cancelQueriesFor(client, [queryKeys.ownStream]);
        client.setQueryData(queryKeys.ownStream, stream);
      };
      void store();
    },
    [client],
  );
  const refresh = useCallback(() => void refetch(), [refetch]);
  // The denial stays until the account's status changes: then the studio opens without a reload.
  const deniedStatus = info.status === 'not-approved' ? info.applicationStatus : null;
  const { data: me, dataUpdatedAt } = useQuery({ ...meQuery, refetchInterval: pollEvery(APPROVAL_POLL_MS), enabled: deniedStatus !== null });
  const approval = me?.applicationStatus;
  useEffect(() => {
    if (deniedStatus !== null && dataUpdatedAt > errorUpdatedAt && (approval !== deniedStatus || approval === 'APPROVED')) refresh();
  }, [deniedStatus, approval, dataUpdatedAt, errorUpdatedAt, refresh]);
  return { info, setStream, refresh };
}

function toStreamInfo(stream: Stream | null, error: unknown): StreamInfo {
  if (isApiError(error, 'CREATOR_NOT_APPROVED')) {
    return { status: 'not-approved', applicationStatus: error.applicationStatus ?? 'NONE' };
  }
  if (stream) return { status: 'ready', stream };
  if (isApiError(error, 'STREAM_NOT_FOUND')) return { status: 'not-set-up' };
  return error === null ? { status: 'loading' } : { status: 'unavailable', message: errorMessage(error) };
}
