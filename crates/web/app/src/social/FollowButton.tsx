// Following a creator from their page, and how many do.
import { useCallback, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/next';
import type { WatchedStream } from '../api/types';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { messageOf } from '../ui/messageOf';
import { Name } from '../ui/Name';
import { nameOf } from '../ui/nameOf';
import { usePolling } from '../ui/usePolling';
import { countFollowers, setFollowing } from './api';
import { changed, followersLabel, type FollowState } from './follow';
import styles from './FollowButton.module.css';

const REFRESH_MS = 60_000;

interface Props {
  stream: WatchedStream;
  /** What else on the page goes by who follows asks anew. */
  onChanged: () => void;
}

export function FollowButton({ stream, onChanged }: Props) {
  const { me } = useAccount();
  const { pathname, search } = useLocation();
  const { userId } = stream;
  const load = useCallback((signal: AbortSignal) => countFollowers(userId, signal), [userId]);
  const { data: followers, error, refresh } = usePolling(load, REFRESH_MS);
  const { state, isBusy, problem, toggle } = useFollowing(stream, followers ?? (error ? 0 : null), () => {
    refresh();
    onChanged();
  });
  // How many is worth knowing, and no condition for following.
  const count = state && followers !== null && (
    <Link className={styles.count} to={`/user/${encodeURIComponent(stream.user.username)}/followers`}>
      {followersLabel(state.followers)}
    </Link>
  );
  if (stream.isHost || stream.isBlocked) return <div className={styles.follow}>{count}</div>;
  return (
    <div className={styles.follow}>
      {count}
      {me ? (
        <Button
          variant={state?.isFollowing ? 'secondary' : 'primary'}
          aria-pressed={state?.isFollowing ?? false}
          isBusy={isBusy || state === null}
          onClick={() => void toggle()}
        >
          {state?.isFollowing ? 'Following' : 'Follow'}
          <span className="visually-hidden">
            {' '}
            <Name>{nameOf(stream.user)}</Name>
          </span>
        </Button>
      ) : (
        <ButtonLink to={signInPath(pathname + search)}>Follow</ButtonLink>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}

function useFollowing(stream: WatchedStream, followers: number | null, onChanged: () => void) {
  const { userId, isFollowing = false } = stream;
  // What this person's own click came to, until the service says more.
  const [own, setOwn] = useState<FollowState | null>(null);
  const [known, setKnown] = useState({ isFollowing, followers });
  if (known.isFollowing !== isFollowing || known.followers !== followers) {
    setKnown({ isFollowing, followers });
    setOwn((last) => (last && followers !== null && known.isFollowing === isFollowing ? { ...last, followers } : null));
  }
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const state = own ?? (followers === null ? null : { isFollowing, followers });

  const toggle = async () => {
    if (!state) return;
    setOwn(changed(state));
    setIsBusy(true);
    setProblem(null);
    try {
      await setFollowing(userId, !state.isFollowing);
      onChanged();
    } catch (error) {
      setOwn(state);
      setProblem(messageOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return { state, isBusy, problem, toggle };
}
