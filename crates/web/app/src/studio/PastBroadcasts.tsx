// What the creator has sent so far, and what came of it.
import { useId } from 'react';
import type { PastSession } from '../api/types';
import { endWords } from '../history/endReason';
import { Figures } from '../history/Figures';
import { audienceOf } from '../history/figures';
import { GrowingItems } from '../ui/GrowingItems';
import type { PagedList } from '../ui/usePagedList';
import styles from './PastBroadcasts.module.css';
import { idOfSession } from './usePast';

export function PastBroadcasts({ list }: { list: PagedList<PastSession> }) {
  const heading = useId();
  return (
    <section className={styles.past} aria-labelledby={heading}>
      <h2 id={heading}>Past broadcasts</h2>
      <GrowingItems
        list={list}
        idOf={idOfSession}
        layout={styles.list}
        waiting="Loading…"
        empty={<p className={styles.empty}>None yet. After a broadcast you see its duration and viewers here.</p>}
      >
        {(session) => <PastBroadcast session={session} />}
      </GrowingItems>
    </section>
  );
}

/** In the language of the person's browser: how dates are written differs more than words do. */
const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function PastBroadcast({ session }: { session: PastSession }) {
  const words = endWords(session.endReason);
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <h3 className={styles.title} dir="auto">{session.title}</h3>
        <p className={styles.meta}>
          <time dateTime={session.startedAt}>{WHEN.format(new Date(session.startedAt))}</time>
          {words && <span className={styles.reason}>{words.short}</span>}
        </p>
      </div>
      <Figures figures={audienceOf(session)} size="small" />
    </div>
  );
}
