// A user in a list, with the live badge.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RelatedUser } from '../api/types';
import { Avatar } from '../ui/Avatar';
import { LiveBadge } from '../ui/LiveBadge';
import { displayName } from '../ui/displayName';
import styles from './People.module.css';

export function Person({ person, children }: { person: RelatedUser; children?: ReactNode }) {
  return (
    <div className={styles.person}>
      <Link className={styles.text} to={`/watch/${encodeURIComponent(person.username)}`}>
        <Avatar user={person} />
        <span className={styles.names}>
          <span className={styles.name} dir="auto">{displayName(person)}</span>
          <span className={styles.username} dir="auto">{person.username}</span>
        </span>
      </Link>
      {person.isLive && <LiveBadge />}
      {children}
    </div>
  );
}
