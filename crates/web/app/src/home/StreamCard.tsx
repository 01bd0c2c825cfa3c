// A card for a stream.
import type { LiveStream } from '../api/types';
import { initialOf } from '../ui/Avatar';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { displayName } from '../ui/displayName';
import { Picture } from '../ui/Picture';
import { WatchLink } from '../watch/WatchLink';
import styles from './StreamCard.module.css';

export function StreamCard({ stream }: { stream: LiveStream }) {
  const { isLive, thumbnail, user } = stream;
  return (
    <article className={`${styles.card} ${isLive ? '' : styles.offline}`}>
      <div className={styles.picture} aria-hidden="true">
        <Picture src={thumbnail} fallback={<span className={styles.initial}>{initialOf(displayName(user))}</span>} />
      </div>
      <div className={styles.badge}>
        <LiveBadge label={isLive ? 'Live' : 'Offline'} isMuted={!isLive} />
      </div>
      <div className={styles.text}>
        <h3 className={styles.title} dir="auto">
          <WatchLink username={user.username}>{stream.title}</WatchLink>
        </h3>
        <p className={styles.meta}>
          <span className={styles.name} dir="auto">{displayName(user)}</span>
          {isLive && <ViewerCount count={stream.viewerCount} />}
        </p>
      </div>
    </article>
  );
}
