// How long the broadcast has been running.
import { useEffect, useState } from 'react';
import styles from './ElapsedTime.module.css';
import { formatElapsed } from './formatElapsed';

export function ElapsedTime({ since }: { since: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={styles.time} role="timer" aria-label="Time on air">
      {formatElapsed(now - Date.parse(since))}
    </span>
  );
}
