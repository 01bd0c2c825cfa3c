// The newest past broadcasts of a creator who is offline, and the way to all of them.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { PublicPastSession } from '../api/types';
import { formatDuration } from '../history/formatDuration';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { profile } from '../i18n/en/profile';
import { DateTime } from '../ui/DateTime';
import { Loading } from '../ui/Loading';
import { Name } from '../ui/Name';
import { LastLive } from './LastLive';
import styles from './NewestPast.module.css';
import { pastQuery } from './pastQuery';
import { broadcastSearch, profilePath } from './profilePath';

const SHOWN = 3;

/** A failure is not worth a message beside the rest of the page. */
export function NewestPast({ username }: { username: string }) {
  const t = useT();
  const { data, isPending } = useInfiniteQuery(pastQuery(username));
  const [page] = data?.pages ?? [];
  const [newest] = page?.items ?? [];
  if (isPending) {
    return (
      <div className={styles.loading}>
        <Loading>{t(common.loading)}</Loading>
      </div>
    );
  }
  if (!page) return null;
  if (!newest) return <p className={styles.quiet}>{t(profile.neverLive)}</p>;
  return (
    <section className={styles.section} aria-labelledby="newest">
      <LastLive className={styles.facts} last={newest} count={page.total ?? page.items.length} />
      <h3 id="newest" className={styles.heading}>
        {t(profile.past)}
      </h3>
      <ul className={styles.list}>
        {page.items.slice(0, SHOWN).map((session) => (
          <li key={session.id}>
            <Row session={session} username={username} />
          </li>
        ))}
      </ul>
      <Link className={styles.all} to={profilePath(username)}>
        {t(profile.allPast)}
      </Link>
    </section>
  );
}

function Row({ session, username }: { session: PublicPastSession; username: string }) {
  const t = useT();
  return (
    <>
      <Link className={styles.title} to={profilePath(username) + broadcastSearch(session.id)}>
        <Name>{session.title}</Name>
      </Link>
      <p className={styles.meta}>
        <DateTime at={session.startedAt} />
        <span>{formatDuration(t, session.durationSeconds)}</span>
        <span>{t(profile.peak, { peak: session.peakViewers })}</span>
      </p>
    </>
  );
}
