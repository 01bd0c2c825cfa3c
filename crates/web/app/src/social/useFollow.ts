// Following and unfollowing a creator.
import { keys } from '../api/keys';
import { useWrite } from '../api/useWrite';
import type { WatchedStream } from '../api/types';
import { setFollowing } from './api';
import { countAfter } from './follow';

export function useFollow({ userId, user: { username } }: Pick<WatchedStream, 'userId' | 'user'>) {
  const [streamKey, countKey] = [keys.stream(username), keys.followerCount(userId)];
  return useWrite({
    write: (isFollowing: boolean) => setFollowing(userId, isFollowing),
    changes: [streamKey, keys.people, keys.followed],
    keep: (client, isFollowing) => {
      client.setQueryData<WatchedStream>(streamKey, (stream) => stream && { ...stream, isFollowing });
      client.setQueryData<number>(countKey, (count) => (count === undefined ? count : countAfter(count, isFollowing)));
    },
  });
}
