// Follows or unfollows a creator.
import { queryKeys } from '../api/queryKeys';
import { useApiMutation } from '../api/useApiMutation';
import type { WatchedStream } from '../api/types';
import { setFollowing } from './api';
import { optimisticCount } from './follow';

export function useFollow({ userId, user: { username } }: Pick<WatchedStream, 'userId' | 'user'>) {
  const [streamKey, countKey] = [queryKeys.stream(username), queryKeys.followerCount(userId)];
  return useApiMutation({
    mutationFn: (isFollowing: boolean) => setFollowing(userId, isFollowing),
    invalidates: [streamKey, queryKeys.follows, queryKeys.followed],
    updateCache: (client, isFollowing) => {
      client.setQueryData<WatchedStream>(streamKey, (stream) => stream && { ...stream, isFollowing });
      client.setQueryData<number>(countKey, (count) => (count === undefined ? count : optimisticCount(count, isFollowing)));
    },
  });
}
