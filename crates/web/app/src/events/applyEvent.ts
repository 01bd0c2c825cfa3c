// Writes server-sent events into the query cache.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { queryKeys } from '../api/queryKeys';
import { patchOf, type StreamEvent } from './streamEvent';

/** Updates the stream as its viewers see it. */
export function applyStreamEvent(client: QueryClient, username: string, event: StreamEvent): void {
  applyEvent(client, queryKeys.stream(username), event);
}

/** Updates the signed-in user's stream. */
export function applyOwnStreamEvent(client: QueryClient, event: StreamEvent): void {
  applyEvent(client, queryKeys.ownStatus, event);
  if (event.event !== 'status') applyEvent(client, queryKeys.ownStream, event);
}

function applyEvent(client: QueryClient, queryKey: QueryKey, event: StreamEvent): void {
  const patch = patchOf(event);
  const applyPatch = (last: object | undefined) => ({ ...last, ...patch });
  client.setQueryData<object>(eventPatchKey(queryKey), applyPatch);
  // Keep `updatedAt`: polling must continue for what events don't contain.
  const updatedAt = client.getQueryState(queryKey)?.dataUpdatedAt ?? 0;
  client.setQueryData<object>(queryKey, (last) => last && applyPatch(last), { updatedAt });
}

/** Fetches data and applies the events that arrived during the fetch. The response is newer than earlier events. */
export async function fetchWithEvents<T extends object>(
  { client, queryKey }: { client: QueryClient; queryKey: QueryKey },
  fetchData: () => Promise<T>,
): Promise<T> {
  client.removeQueries({ queryKey: eventPatchKey(queryKey) });
  const data = await fetchData();
  return { ...data, ...client.getQueryData<object>(eventPatchKey(queryKey)) };
}

function eventPatchKey(queryKey: QueryKey): QueryKey {
  return ['event-patch', ...queryKey];
}
