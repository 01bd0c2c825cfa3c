// The summary of the broadcast that has just ended.
import { StatList } from '../history/StatList';
import { sessionStats } from '../history/sessionStats';
import { Name } from '../ui/Name';
import type { SummaryState } from './summaryState';
import styles from './EndedSummary.module.css';

export function EndedSummary({ summaryState }: { summaryState: SummaryState }) {
  if (summaryState.status === 'none') return null;
  return (
    <div className={styles.container}>
      {summaryState.status === 'ready' && (
        <section className={styles.summary} aria-label="Broadcast summary">
          <p className={styles.title}>
            <span className={styles.lead}>Just ended: </span>
            <Name>{summaryState.summary.title}</Name>
          </p>
          <StatList stats={sessionStats(summaryState.summary)} />
        </section>
      )}
    </div>
  );
}
