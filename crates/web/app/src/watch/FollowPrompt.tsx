// The follow button in a followers-only chat.
import type { WatchedStream } from '../api/types';
import { useFollow } from '../social/useFollow';
import { Button } from '../ui/Button';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import styles from './FollowPrompt.module.css';
import { Trans } from '../i18n/Trans';
import { social } from '../i18n/en/social';

export function FollowPrompt({ stream }: { stream: WatchedStream }) {
  const follow = useFollow(stream);
  return (
    <>
      <Button variant="secondary" className={styles.follow} isBusy={follow.isPending} onClick={() => follow.mutate(true)}>
        <span>
          <Trans message={social.followName} values={{ name: <Name>{displayName(stream.user)}</Name> }} />
        </span>
      </Button>
      {follow.error && (
        <p role="alert" className={styles.problem}>
          {errorMessage(follow.error)}
        </p>
      )}
    </>
  );
}
