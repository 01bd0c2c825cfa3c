import { Link } from 'react-router';
import type { LiveStream } from '../api/types';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { nameOf } from '../ui/nameOf';
import styles from './StreamCard.module.css';

export function StreamCard({ stream }: { stream: LiveStream }) {
  return (
    <article className={styles.card}>
      <div className={styles.picture} aria-hidden="true">
        {stream.thumbnail ? (
          <img src={stream.thumbnail} alt="" loading="lazy" referrerPolicy="no-referrer" />
        ) : (
          <span className={styles.initial}>{nameOf(stream.user).slice(0, 1).toUpperCase()}</span>
        )}
      </div>
      <div className={styles.badge}>
        <LiveBadge />
      </div>
      <div className={styles.words}>
        <h2 className={styles.title}>
          <Link to={`/watch/${encodeURIComponent(stream.user.username)}`}>{stream.title}</Link>
        </h2>
        <p className={styles.meta}>
          <span className={styles.name}>{nameOf(stream.user)}</span>
          <ViewerCount count={stream.viewerCount} />
        </p>
      </div>
    </article>
  );
}
