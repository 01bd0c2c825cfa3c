// The creators that the user follows, live ones first.
import { Link } from 'react-router';
import type { Me } from '../api/types';
import { PagedItems } from '../ui/PagedItems';
import { usePagedList } from '../ui/usePagedList';
import { FollowedRow } from './FollowedRow';
import styles from './HomePage.module.css';
import { followedQuery, streamId } from './streams';

export function FollowedCreators({ me }: { me: Me }) {
  const list = usePagedList(followedQuery, { idOf: streamId });
  // Users who follow nobody are told how to on an empty home page.
  if (list.items?.length === 0 || (!list.items && list.error === null)) return null;
  return (
    <section className={styles.section} aria-labelledby="followed">
      <header className={styles.line}>
        <h2 id="followed">Creators you follow</h2>
        <Link to={`/user/${encodeURIComponent(me.username)}/following`}>People you follow</Link>
      </header>
      <PagedItems
        list={list}
        idOf={streamId}
        layout={styles.followed}
        loadingText="Loading creators you follow…"
        empty={null}
      >
        {(stream) => <FollowedRow stream={stream} />}
      </PagedItems>
    </section>
  );
}
