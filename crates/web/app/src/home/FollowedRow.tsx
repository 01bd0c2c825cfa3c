// A followed creator: smaller than a card, because the user knows the creator.
import type { LiveStream } from '../api/types';
import { Avatar } from '../ui/Avatar';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { displayName } from '../ui/displayName';
import { Picture } from '../ui/Picture';
import { WatchLink } from '../watch/WatchLink';
import styles from './FollowedRow.module.css';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';

export function FollowedRow({ stream }: { stream: LiveStream }) {
  const t = useT();
  const { isLive, liveThumbnail, user } = stream;
  return (
    <article className={styles.row}>
      {isLive && liveThumbnail ? (
        <div className={styles.picture}>
          <Picture sources={[liveThumbnail]} size={{ width: 128, height: 72 }} fallback={<Avatar user={user} />} />
        </div>
      ) : (
        <Avatar user={user} />
      )}
      <div className={styles.text}>
        <h3 className={styles.name} dir="auto">
          <WatchLink username={user.username}>{displayName(user)}</WatchLink>
        </h3>
        <p className={styles.title} dir="auto">{stream.title}</p>
      </div>
      <div className={styles.state}>
        <LiveBadge label={t(isLive ? common.live : common.offline)} isMuted={!isLive} />
        {isLive && <ViewerCount count={stream.viewerCount} />}
      </div>
    </article>
  );
}
