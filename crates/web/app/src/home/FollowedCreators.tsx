// The creators that the user follows, live ones first.
import { Link } from 'react-router';
import type { Me } from '../api/types';
import { PagedItems } from '../ui/PagedItems';
import { usePagedList } from '../ui/usePagedList';
import { FollowedRow } from './FollowedRow';
import styles from './HomePage.module.css';
import { useT } from '../i18n/current';
import { followed } from '../i18n/en/followed';
import { followedQuery, streamId } from './streams';

export function FollowedCreators({ me }: { me: Me }) {
  const t = useT();
  const list = usePagedList(followedQuery, { idOf: streamId });
  // Users who follow nobody are told how to on an empty home page.
  if (list.items?.length === 0 || (!list.items && list.error === null)) return null;
  return (
    <section className={styles.section} aria-labelledby="followed">
      <header className={styles.line}>
        <h2 id="followed">{t(followed.title)}</h2>
        <Link to={`/user/${encodeURIComponent(me.username)}/following`}>{t(followed.peopleYouFollow)}</Link>
      </header>
      <PagedItems
        list={list}
        idOf={streamId}
        layout={styles.followed}
        loadingText={t(followed.loading)}
        empty={null}
      >
        {(stream) => <FollowedRow stream={stream} />}
      </PagedItems>
    </section>
  );
}
