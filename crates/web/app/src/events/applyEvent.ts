// Puts what events tell into the answers that are kept.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { keys } from '../api/keys';
import { changeOf, type StreamEvent } from './event';

/** To the stream as its viewers see it. */
export function applyStreamEvent(client: QueryClient, username: string, event: StreamEvent): void {
  applyEvent(client, keys.stream(username), event);
}

/** To the stream of who is signed in. */
export function applyOwnStreamEvent(client: QueryClient, event: StreamEvent): void {
  applyEvent(client, keys.ownStatus, event);
  if (event.event !== 'status') applyEvent(client, keys.ownStream, event);
}

function applyEvent(client: QueryClient, queryKey: QueryKey, event: StreamEvent): void {
  const told = changeOf(event);
  const change = (last: object | undefined) => ({ ...last, ...told });
  client.setQueryData<object>(heardKey(queryKey), change);
  // By the clock of reads it is as old as before: what events don't tell still has to be asked for.
  const updatedAt = client.getQueryState(queryKey)?.dataUpdatedAt ?? 0;
  client.setQueryData<object>(queryKey, (last) => last && change(last), { updatedAt });
}

/** An answer is newer than what was heard before, but not than what is heard while it is under way. */
export async function readAndHear<T extends object>(
  { client, queryKey }: { client: QueryClient; queryKey: QueryKey },
  read: () => Promise<T>,
): Promise<T> {
  client.removeQueries({ queryKey: heardKey(queryKey) });
  const answered = await read();
  return { ...answered, ...client.getQueryData<object>(heardKey(queryKey)) };
}

function heardKey(queryKey: QueryKey): QueryKey {
  return ['heard', ...queryKey];
}
