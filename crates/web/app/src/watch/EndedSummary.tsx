// What came of the broadcast that has just ended: the last thing a viewer sees of it.
import { Figures } from '../history/Figures';
import { figuresOf } from '../history/figures';
import { Name } from '../ui/Name';
import type { Ending } from './ending';
import styles from './EndedSummary.module.css';

export function EndedSummary({ ending }: { ending: Ending }) {
  if (ending.is === 'none') return null;
  return (
    <div className={styles.place}>
      {ending.is === 'told' && (
        <section className={styles.summary} aria-label="Broadcast summary">
          <p className={styles.title}>
            <span className={styles.lead}>Just ended: </span>
            <Name>{ending.summary.title}</Name>
          </p>
          <Figures figures={figuresOf(ending.summary)} />
        </section>
      )}
    </div>
  );
}
