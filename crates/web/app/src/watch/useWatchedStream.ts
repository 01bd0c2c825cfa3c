// The stream a watch page is about, kept current. Asked for every few seconds; pages don't know that,
// so that pushes can take the place of asking.
import { useCallback } from 'react';
import { answer, api } from '../api/client';
import type { WatchedStream } from '../api/types';
import { usePolling, type Polled } from '../ui/usePolling';

const EVERY_MS = 3_000;

export function useWatchedStream(username: string): Polled<WatchedStream> {
  const load = useCallback(
    async (signal: AbortSignal) =>
      (await answer(api.GET('/api/viewer/stream/{username}', { params: { path: { username } }, signal }))).data,
    [username],
  );
  return usePolling(load, EVERY_MS);
}
