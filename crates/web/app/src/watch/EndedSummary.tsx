// The summary of the broadcast that has just ended.
import { StatList } from '../history/StatList';
import { sessionStats } from '../history/sessionStats';
import { Name } from '../ui/Name';
import type { SummaryState } from './summaryState';
import styles from './EndedSummary.module.css';
import { useT } from '../i18n/current';
import { watch } from '../i18n/en/watch';

export function EndedSummary({ summaryState }: { summaryState: SummaryState }) {
  const t = useT();
  if (summaryState.status === 'none') return null;
  return (
    <div className={styles.container}>
      {summaryState.status === 'ready' && (
        <section className={styles.summary} aria-label={t(watch.summary)}>
          <p className={styles.title}>
            <span className={styles.lead}>{t(watch.justEnded)} </span>
            <Name>{summaryState.summary.title}</Name>
          </p>
          <StatList stats={sessionStats(t, summaryState.summary)} />
        </section>
      )}
    </div>
  );
}
