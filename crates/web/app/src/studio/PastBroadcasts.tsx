// The creator's past broadcasts.
import { useId } from 'react';
import type { PastSession } from '../api/types';
import { endReasonText } from '../history/endReason';
import { StatList } from '../history/StatList';
import { audienceStats } from '../history/sessionStats';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { studio } from '../i18n/en/studio';
import { DateTime } from '../ui/DateTime';
import { PagedItems } from '../ui/PagedItems';
import type { PagedList } from '../ui/usePagedList';
import styles from './PastBroadcasts.module.css';
import { idOfSession } from './usePastBroadcasts';

export function PastBroadcasts({ list }: { list: PagedList<PastSession> }) {
  const t = useT();
  const heading = useId();
  return (
    <section className={styles.past} aria-labelledby={heading}>
      <h2 id={heading}>{t(studio.past)}</h2>
      <PagedItems
        list={list}
        idOf={idOfSession}
        layout={styles.list}
        loadingText={t(common.loading)}
        empty={<p className={styles.empty}>{t(studio.noPast)}</p>}
      >
        {(session) => <PastBroadcast session={session} />}
      </PagedItems>
    </section>
  );
}

function PastBroadcast({ session }: { session: PastSession }) {
  const t = useT();
  const words = endReasonText(session.endReason);
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <h3 className={styles.title} dir="auto">{session.title}</h3>
        <p className={styles.meta}>
          <DateTime at={session.startedAt} />
          {words && <span className={styles.reason}>{t(words.short)}</span>}
        </p>
      </div>
      <StatList stats={audienceStats(t, session)} size="small" />
    </div>
  );
}
