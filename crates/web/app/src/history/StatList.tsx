import type { Stat } from './sessionStats';
import styles from './StatList.module.css';

export function StatList({ stats, size = 'large' }: { stats: Stat[]; size?: 'large' | 'small' }) {
  return (
    <dl className={`${styles.stats} ${styles[size]}`}>
      {stats.map(({ label, value }) => (
        <div key={label} className={styles.stat}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
