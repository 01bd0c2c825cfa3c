// Something is on its way. Said to screen readers, drawn as a quiet line.
import styles from './Waiting.module.css';

export function Waiting({ children }: { children: string }) {
  return (
    <p role="status" className={styles.waiting}>
      <span className={styles.dot} aria-hidden="true" />
      {children}
    </p>
  );
}
