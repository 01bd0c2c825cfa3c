// Becoming a follower in the place where only followers may write.
import type { WatchedStream } from '../api/types';
import { useFollow } from '../social/useFollow';
import { Button } from '../ui/Button';
import { messageOf } from '../ui/messageOf';
import { Name } from '../ui/Name';
import { nameOf } from '../ui/nameOf';
import styles from './FollowPrompt.module.css';

export function FollowPrompt({ stream }: { stream: WatchedStream }) {
  const follow = useFollow(stream);
  return (
    <>
      <Button variant="secondary" className={styles.follow} isBusy={follow.isPending} onClick={() => follow.mutate(true)}>
        <span>
          Follow <Name>{nameOf(stream.user)}</Name>
        </span>
      </Button>
      {follow.error && (
        <p role="alert" className={styles.problem}>
          {messageOf(follow.error)}
        </p>
      )}
    </>
  );
}
