// The creator's stream record, or why there is none.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { queryKeys } from '../api/queryKeys';
import { meQuery, ownStreamQuery } from '../api/queries';
import { cancelQueriesFor, pollEvery, queryError } from '../api/queryClient';
import { isApiError } from '../api/apiError';
import type { ApplicationStatus, Stream } from '../api/types';
import { messageOf } from '../ui/messageOf';

export type StreamInfo =
  | { is: 'loading' }
  | { is: 'ready'; stream: Stream }
  | { is: 'not-set-up' }
  | { is: 'not-approved'; applicationStatus: ApplicationStatus }
  | { is: 'unavailable'; message: string };

/** An answer to an application that comes while somebody waits in the studio is there within some seconds. */
const APPROVAL_POLL_MS = 5_000;

export function useStreamInfo(): { info: StreamInfo; put: (stream: Stream) => void; refresh: () => void } {
  const client = useQueryClient();
  const asked = useQuery(ownStreamQuery);
  const { refetch, errorUpdatedAt } = asked;
  const info = infoOf(asked.data ?? null, queryError(asked));
  const put = useCallback(
    (stream: Stream) => {
      // A read that began before the write was answered may tell what was before it.
      const keep = async () => {
        await cancelQueriesFor(client, [queryKeys.ownStream]);
        client.setQueryData(queryKeys.ownStream, stream);
      };
      void keep();
    },
    [client],
  );
  const refresh = useCallback(() => void refetch(), [refetch]);
  // A refusal stands until the account says something else: then the studio opens without a reload.
  const refused = info.is === 'not-approved' ? info.applicationStatus : null;
  const { data: me, dataUpdatedAt } = useQuery({ ...meQuery, refetchInterval: pollEvery(APPROVAL_POLL_MS), enabled: refused !== null });
  const approval = me?.applicationStatus;
  useEffect(() => {
    if (refused !== null && dataUpdatedAt > errorUpdatedAt && (approval !== refused || approval === 'APPROVED')) refresh();
  }, [refused, approval, dataUpdatedAt, errorUpdatedAt, refresh]);
  return { info, put, refresh };
}

export function infoOf(stream: Stream | null, error: unknown): StreamInfo {
  if (isApiError(error, 'CREATOR_NOT_APPROVED')) {
    return { is: 'not-approved', applicationStatus: error.applicationStatus ?? 'NONE' };
  }
  if (stream) return { is: 'ready', stream };
  if (isApiError(error, 'STREAM_NOT_FOUND')) return { is: 'not-set-up' };
  return error === null ? { is: 'loading' } : { is: 'unavailable', message: messageOf(error) };
}
