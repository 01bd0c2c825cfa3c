// The creator's stream record, or why there is none.
import { useCallback } from 'react';
import { answer, api } from '../api/client';
import { isRefusal } from '../api/refusal';
import type { ApplicationStatus, Stream } from '../api/types';
import { usePolling } from '../ui/usePolling';

export type StreamInfo =
  | { is: 'loading' }
  | { is: 'ready'; stream: Stream }
  | { is: 'not-set-up' }
  | { is: 'not-approved'; applicationStatus: ApplicationStatus }
  | { is: 'unavailable'; message: string };

/** A refusal is asked about again, so that an approval shows without a reload. */
export function useStreamInfo(): { info: StreamInfo; put: (stream: Stream) => void; refresh: () => void } {
  const load = useCallback(async (signal: AbortSignal) => (await answer(api.GET('/api/stream/info', { signal }))).data, []);
  const { data, error, put, refresh } = usePolling(load, null);
  return { info: infoOf(data, error), put, refresh };
}

export function infoOf(stream: Stream | null, error: unknown): StreamInfo {
  if (isRefusal(error, 'CREATOR_NOT_APPROVED')) {
    return { is: 'not-approved', applicationStatus: error.applicationStatus ?? 'NONE' };
  }
  if (stream) return { is: 'ready', stream };
  if (isRefusal(error, 'STREAM_NOT_FOUND')) return { is: 'not-set-up' };
  if (error !== null) {
    return { is: 'unavailable', message: isRefusal(error) ? error.message : 'Something went wrong on this page.' };
  }
  return { is: 'loading' };
}
