// A followed creator in a line: smaller than a card, because whom one follows one knows.
import type { LiveStream } from '../api/types';
import { Avatar } from '../ui/Avatar';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { nameOf } from '../ui/nameOf';
import { WatchLink } from '../watch/WatchLink';
import styles from './FollowedRow.module.css';

export function FollowedRow({ stream }: { stream: LiveStream }) {
  const { isLive, user } = stream;
  return (
    <article className={styles.row}>
      <Avatar user={user} />
      <div className={styles.words}>
        <h3 className={styles.name} dir="auto">
          <WatchLink username={user.username}>{nameOf(user)}</WatchLink>
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
