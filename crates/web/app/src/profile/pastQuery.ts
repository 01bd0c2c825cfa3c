// The past broadcasts of a creator, as everybody sees them.
import { unwrap, api } from '../api/client';
import { pagedQuery } from '../api/pages';
import { queryKeys } from '../api/queryKeys';
import type { PublicPastSession } from '../api/types';

export function pastQuery(username: string) {
  return pagedQuery<PublicPastSession>({
    queryKey: queryKeys.past(username),
    fetchPage: async (query, signal) => {
      const call = api.GET('/api/viewer/stream/{username}/past', { params: { path: { username }, query }, signal });
      const { data, nextCursor, total } = await unwrap(call);
      return { items: data, nextCursor, total };
    },
  });
}

export function idOfSession({ id }: PublicPastSession): string {
  return id;
}
