// An ended broadcast in a list: its title, when it was, and its statistics.
import { Link } from 'react-router';
import type { PastSession } from '../api/types';
import { useT } from '../i18n/current';
import { DateTime } from '../ui/DateTime';
import { Name } from '../ui/Name';
import styles from './PastRow.module.css';
import { audienceStats } from './sessionStats';
import { StatList } from './StatList';

interface Props {
  session: Pick<PastSession, 'title' | 'startedAt' | 'durationSeconds' | 'peakViewers' | 'totalViewers'>;
  /** Where the title leads, within the page. */
  search?: string;
  /** Why it ended, if that was unintended. */
  problem?: string | null;
}

export function PastRow({ session, search, problem = null }: Props) {
  const t = useT();
  const title = <Name>{session.title}</Name>;
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <h3 className={styles.heading}>
          {search === undefined ? (
            <span className={styles.title}>{title}</span>
          ) : (
            <Link className={styles.title} to={{ search }} preventScrollReset>
              {title}
            </Link>
          )}
        </h3>
        <p className={styles.meta}>
          <DateTime at={session.startedAt} />
          {problem !== null && <span className={styles.reason}>{problem}</span>}
        </p>
      </div>
      <StatList stats={audienceStats(t, session)} size="small" />
    </div>
  );
}
