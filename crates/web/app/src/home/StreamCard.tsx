// A card for a stream.
import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import type { LiveStream } from '../api/types';
import { nameHue } from '../chat/hue';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { home } from '../i18n/en/home';
import { profilePath } from '../profile/profilePath';
import { Avatar } from '../ui/Avatar';
import { bidiIsolate } from '../ui/bidiIsolate';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { displayName } from '../ui/displayName';
import { Picture } from '../ui/Picture';
import { WatchLink } from '../watch/WatchLink';
import styles from './StreamCard.module.css';

/** Of most pictures; the frame decides. */
const THUMBNAIL_SIZE = { width: 1280, height: 720 };

export function StreamCard({ stream }: { stream: LiveStream }) {
  const t = useT();
  const { isLive, thumbnail, liveThumbnail, user, userId } = stream;
  return (
    <article className={`${styles.card} ${isLive ? '' : styles.offline}`} style={{ '--hue': nameHue(userId) } as CSSProperties}>
      <div className={styles.frame}>
        <div className={styles.picture}>
          <Picture
            sources={[liveThumbnail, thumbnail]}
            size={THUMBNAIL_SIZE}
            alt={liveThumbnail ? t(home.pictureOf, { name: bidiIsolate(displayName(user)) }) : ''}
            fallback={
              <span className={styles.placeholder} aria-hidden="true">
                <Avatar user={user} size="large" />
              </span>
            }
          />
        </div>
        <div className={styles.badge}>
          <LiveBadge label={t(isLive ? common.live : common.offline)} isMuted={!isLive} />
        </div>
        {isLive && (
          <div className={styles.viewers}>
            <ViewerCount count={stream.viewerCount} />
          </div>
        )}
      </div>
      <div className={styles.text}>
        <h3 className={styles.title} dir="auto">
          <WatchLink username={user.username}>{stream.title}</WatchLink>
        </h3>
        <p className={styles.name}>
          <Link to={profilePath(user.username)} dir="auto">
            {displayName(user)}
          </Link>
        </p>
      </div>
    </article>
  );
}

/** As large as a card, while the list is loaded. */
export function StreamCardSkeleton() {
  return (
    <div className={styles.card} aria-hidden="true">
      <div className={`${styles.frame} ${styles.blank}`} />
      <div className={styles.text}>
        <span className={styles.line} />
        <span className={styles.line} />
      </div>
    </div>
  );
}
