// Becoming a follower in the place where only followers may write.
import { useState } from 'react';
import { setFollowing } from '../social/api';
import { Button } from '../ui/Button';
import { messageOf } from '../ui/messageOf';
import { Name } from '../ui/Name';
import styles from './WayToFollow.module.css';

interface Props {
  hostId: string;
  hostName: string;
  onFollowed: () => void;
}

export function WayToFollow({ hostId, hostName, onFollowed }: Props) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const follow = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      await setFollowing(hostId, true);
      onFollowed();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Button variant="secondary" className={styles.follow} isBusy={isBusy} onClick={() => void follow()}>
        <span>
          Follow <Name>{hostName}</Name>
        </span>
      </Button>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
