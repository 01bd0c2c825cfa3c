// The follow button, and the follower count.
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import type { WatchedStream } from '../api/types';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { followerCountQuery } from './api';
import styles from './FollowButton.module.css';
import { useT } from '../i18n/current';
import { social } from '../i18n/en/social';
import { useFollow } from './useFollow';

export function FollowerCount({ stream }: { stream: WatchedStream }) {
  const t = useT();
  const { data: followers } = useQuery(followerCountQuery(stream.userId));
  if (followers === undefined) return null;
  return (
    <Link className={styles.count} to={`/user/${encodeURIComponent(stream.user.username)}/followers`}>
      {t(social.followers, { count: followers })}
    </Link>
  );
}

export function FollowButton({ stream }: { stream: WatchedStream }) {
  const t = useT();
  const { me } = useAccount();
  const { pathname, search } = useLocation();
  const follow = useFollow(stream);
  const isFollowing = stream.isFollowing ?? false;
  if (stream.isHost || stream.isBlocked) return null;
  return (
    <div className={styles.follow}>
      {me ? (
        <Button
          variant={isFollowing ? 'secondary' : 'primary'}
          aria-pressed={isFollowing}
          isBusy={follow.isPending}
          onClick={() => follow.mutate(!isFollowing)}
        >
          {t(isFollowing ? social.following : social.follow)}
          <span className="visually-hidden">
            {' '}
            <Name>{displayName(stream.user)}</Name>
          </span>
        </Button>
      ) : (
        <ButtonLink to={signInPath(pathname + search)}>{t(social.follow)}</ButtonLink>
      )}
      {follow.error && (
        <p role="alert" className={styles.problem}>
          {errorMessage(follow.error)}
        </p>
      )}
    </div>
  );
}
