// All past broadcasts on a creator's page. Each opens its summary.
import { PastRow } from '../history/PastRow';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { profile } from '../i18n/en/profile';
import { PagedItems } from '../ui/PagedItems';
import { usePagedList } from '../ui/usePagedList';
import { LastLive } from './LastLive';
import styles from './PastBroadcastList.module.css';
import { idOfSession, pastQuery } from './pastQuery';
import { broadcastSearch } from './profilePath';

export function PastBroadcastList({ username, isHost }: { username: string; isHost: boolean }) {
  const t = useT();
  const list = usePagedList(pastQuery(username), { idOf: idOfSession });
  const [newest] = list.items ?? [];
  return (
    <>
      {newest && <LastLive className={styles.facts} last={newest} count={list.total ?? 1} />}
      <PagedItems
        list={list}
        idOf={idOfSession}
        layout={styles.list}
        label={t(profile.past)}
        loadingText={t(common.loading)}
        empty={
          <div className={styles.empty}>
            <p>{t(profile.neverLive)}</p>
            <p>{t(isHost ? profile.neverLiveOwn : profile.neverLiveHint)}</p>
          </div>
        }
      >
        {(session) => <PastRow session={session} search={broadcastSearch(session.id)} />}
      </PagedItems>
    </>
  );
}
