// Something is on its way. Said to screen readers, drawn as a quiet line.
import { useEffect, useState } from 'react';
import styles from './Waiting.module.css';

export function Waiting({ children }: { children: string }) {
  // Screen readers say what changes in a place that they know already.
  const [isKnown, setIsKnown] = useState(false);
  // oxlint-disable-next-line react/set-state-in-effect -- the second rendering is the one that is said
  useEffect(() => setIsKnown(true), []);
  return (
    <p role="status" className={styles.waiting}>
      <span className={styles.dot} aria-hidden="true" />
      {isKnown && children}
    </p>
  );
}
