// The creator's past broadcasts.
import { useId } from 'react';
import type { PastSession } from '../api/types';
import { endReasonText } from '../history/endReason';
import { PastRow } from '../history/PastRow';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { studio } from '../i18n/en/studio';
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
  return <PastRow session={session} problem={words && t(words.short)} />;
}
