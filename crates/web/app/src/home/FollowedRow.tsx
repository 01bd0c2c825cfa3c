// A followed creator in a line: smaller than a card, because whom one follows one knows.
import { Link } from 'react-router';
import type { LiveStream } from '../api/types';
import { Avatar } from '../ui/Avatar';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { nameOf } from '../ui/nameOf';
import styles from './FollowedRow.module.css';

export function FollowedRow({ stream }: { stream: LiveStream }) {
  const { isLive, user } = stream;
  return (
    <article className={styles.row}>
      <Avatar user={user} />
      <div className={styles.words}>
        <h3 className={styles.name} dir="auto">
          <Link to={`/watch/${encodeURIComponent(user.username)}`}>{nameOf(user)}</Link>
        </h3>
        <p className={styles.title} dir="auto">{stream.title}</p>
      </div>
      <div className={styles.state}>
        <LiveBadge label={isLive ? 'Live' : 'Offline'} isMuted={!isLive} />
        {isLive && <ViewerCount count={stream.viewerCount} />}
      </div>
    </article>
  );
}
