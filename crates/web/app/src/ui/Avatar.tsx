// Somebody's picture, or what stands for it. It decorates: the name stands beside it.
import styles from './Avatar.module.css';
import { nameOf } from './nameOf';
import { Picture } from './Picture';

interface Props {
  user: { name?: string | null; username: string; image?: string | null };
  size?: 'small' | 'medium';
}

export function Avatar({ user, size = 'medium' }: Props) {
  return (
    <span className={`${styles.avatar} ${styles[size]}`} aria-hidden="true">
      <Picture src={user.image} fallback={initialOf(nameOf(user))} />
    </span>
  );
}

/** The first character as people count: a flag or a letter with its accents is one. */
export function initialOf(name: string): string {
  // Firefox before 125 can't count so.
  const characters = typeof Intl.Segmenter === 'function' ? Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment) : Array.from(name);
  return (characters[0] ?? '').toUpperCase();
}
