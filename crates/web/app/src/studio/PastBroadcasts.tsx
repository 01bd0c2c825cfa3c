// What the creator has sent so far, and what came of it.
import { useEffect, useId, useRef, useState } from 'react';
import type { PastSession } from '../api/types';
import { endWords } from '../history/endReason';
import { Figures } from '../history/Figures';
import { audienceOf } from '../history/figures';
import { Button } from '../ui/Button';
import { Waiting } from '../ui/Waiting';
import styles from './PastBroadcasts.module.css';
import type { KnownPast } from './usePast';

export function PastBroadcasts({ past, isUnavailable, isLoadingMore, problem, showMore }: KnownPast) {
  const heading = useId();
  const list = useRef<HTMLUListElement>(null);
  const [added, setAdded] = useState<string | null>(null);
  // The button may be gone with the last part: reading goes on where the new part begins.
  useEffect(() => {
    if (added !== null) list.current?.querySelector<HTMLElement>(`[data-session="${CSS.escape(added)}"]`)?.focus();
  }, [added]);

  return (
    <section className={styles.past} aria-labelledby={heading}>
      <h2 id={heading}>Past broadcasts</h2>
      {!past && !isUnavailable && <Waiting>Looking them up…</Waiting>}
      {isUnavailable && <p role="status">They can’t be loaded right now. Trying again…</p>}
      {past?.sessions.length === 0 && (
        <p className={styles.empty}>None yet. Once you have been live, it says here how long and how many watched.</p>
      )}
      {past && past.sessions.length > 0 && (
        <ul ref={list} className={styles.list}>
          {past.sessions.map((session) => (
            <li key={session.id} className={styles.row} data-session={session.id} tabIndex={-1}>
              <PastBroadcast session={session} />
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {past && past.nextCursor !== null && (
        <Button
          variant="secondary"
          className={styles.more}
          isBusy={isLoadingMore}
          onClick={() => void showMore().then((first) => first && setAdded(first))}
        >
          Show more
        </Button>
      )}
    </section>
  );
}

/** In the language of the person's browser: how dates are written differs more than words do. */
const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function PastBroadcast({ session }: { session: PastSession }) {
  const words = endWords(session.endReason);
  return (
    <>
      <div className={styles.words}>
        <h3 className={styles.title} dir="auto">{session.title}</h3>
        <p className={styles.meta}>
          <time dateTime={session.startedAt}>{WHEN.format(new Date(session.startedAt))}</time>
          {words && <span className={styles.reason}>{words.short}</span>}
        </p>
      </div>
      <Figures figures={audienceOf(session)} size="small" />
    </>
  );
}
