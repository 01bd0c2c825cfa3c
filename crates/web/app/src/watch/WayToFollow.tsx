// Becoming a follower in the place where only followers may write.
import { useState } from 'react';
import { isRefusal } from '../api/refusal';
import { followUser } from '../chat/api';
import { Button } from '../ui/Button';
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
      await followUser(hostId);
      onFollowed();
    } catch (error) {
      setProblem(isRefusal(error) ? error.message : 'Something went wrong on this page. Try again.');
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Button variant="secondary" className={styles.follow} isBusy={isBusy} onClick={() => void follow()}>
        {`Follow ${hostName}`}
      </Button>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
