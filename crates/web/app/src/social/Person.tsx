// Somebody in a list: who they are, and whether they are live.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Acquaintance } from '../api/types';
import { Avatar } from '../ui/Avatar';
import { LiveBadge } from '../ui/LiveBadge';
import { nameOf } from '../ui/nameOf';
import styles from './People.module.css';

export function Person({ person, children }: { person: Acquaintance; children?: ReactNode }) {
  return (
    <div className={styles.person}>
      <Avatar user={person} />
      <div className={styles.words}>
        <Link className={styles.name} to={`/watch/${encodeURIComponent(person.username)}`}>
          {nameOf(person)}
        </Link>
        <span className={styles.username}>{person.username}</span>
      </div>
      {person.isLive && <LiveBadge />}
      {children}
    </div>
  );
}
