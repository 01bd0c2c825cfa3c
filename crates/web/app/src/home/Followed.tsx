// The creators that somebody follows, live ones first.
import { Link } from 'react-router';
import type { Me } from '../api/types';
import { GrowingItems } from '../ui/GrowingItems';
import { useGrowingList } from '../ui/useGrowingList';
import { FollowedRow } from './FollowedRow';
import styles from './HomePage.module.css';
import { loadFollowed, streamId } from './streams';

const REFRESH_MS = 10_000;
/** Who is live stands first; the rest can wait until it is asked for. */
const AT_FIRST = 4;

export function Followed({ me }: { me: Me }) {
  const list = useGrowingList({ load: loadFollowed, idOf: streamId, firstLimit: AT_FIRST, everyMs: REFRESH_MS });
  return (
    <section className={styles.section} aria-labelledby="followed">
      <header className={styles.line}>
        <h2 id="followed">Creators you follow</h2>
        <Link to={`/user/${encodeURIComponent(me.username)}/following`}>Everybody you follow</Link>
      </header>
      <GrowingItems
        list={list}
        idOf={streamId}
        layout={styles.followed}
        waiting="Looking whom you follow…"
        empty={
          <p className={styles.quiet}>
            Nobody yet. Open somebody’s stream and press “Follow”: then you find them here, whether they are live or not.
          </p>
        }
      >
        {(stream) => <FollowedRow stream={stream} />}
      </GrowingItems>
    </section>
  );
}
