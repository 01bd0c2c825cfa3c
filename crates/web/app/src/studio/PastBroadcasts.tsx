// The creator's past broadcasts.
import { useId } from 'react';
import type { PastSession } from '../api/types';
import { endReasonText } from '../history/endReason';
import { StatList } from '../history/StatList';
import { audienceStats } from '../history/sessionStats';
import { PagedItems } from '../ui/PagedItems';
import type { PagedList } from '../ui/usePagedList';
import styles from './PastBroadcasts.module.css';
import { idOfSession } from './usePastBroadcasts';

export function PastBroadcasts({ list }: { list: PagedList<PastSession> }) {
  const heading = useId();
  return (
    <section className={styles.past} aria-labelledby={heading}>
      <h2 id={heading}>Past broadcasts</h2>
      <PagedItems
        list={list}
        idOf={idOfSession}
        layout={styles.list}
        loadingText="Loading…"
        empty={<p className={styles.empty}>None yet. After a broadcast you see its duration and viewers here.</p>}
      >
        {(session) => <PastBroadcast session={session} />}
      </PagedItems>
    </section>
  );
}

/** In the browser's locale. */
const DATE_FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function PastBroadcast({ session }: { session: PastSession }) {
  const words = endReasonText(session.endReason);
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <h3 className={styles.title} dir="auto">{session.title}</h3>
        <p className={styles.meta}>
          <time dateTime={session.startedAt}>{DATE_FORMAT.format(new Date(session.startedAt))}</time>
          {words && <span className={styles.reason}>{words.short}</span>}
        </p>
      </div>
      <StatList stats={audienceStats(session)} size="small" />
    </div>
  );
}
