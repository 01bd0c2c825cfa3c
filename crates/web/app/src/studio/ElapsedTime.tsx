// How long the broadcast has been running.
import { useEffect, useState } from 'react';
import styles from './ElapsedTime.module.css';
import { formatElapsed } from './formatElapsed';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';

export function ElapsedTime({ since }: { since: string }) {
  const t = useT();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={styles.time} role="timer" aria-label={t(studio.onAirTime)}>
      {formatElapsed(now - Date.parse(since))}
    </span>
  );
}
