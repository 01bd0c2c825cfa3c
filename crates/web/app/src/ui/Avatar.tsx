// A user's picture or initial. Decorative: the name is next to it.
import styles from './Avatar.module.css';
import { displayName } from './displayName';
import { Picture } from './Picture';

interface Props {
  user: { name?: string | null; username: string; image?: string | null };
  size?: 'small' | 'medium' | 'large';
}

export function Avatar({ user, size = 'medium' }: Props) {
  return (
    <span className={`${styles.avatar} ${styles[size]}`} aria-hidden="true">
      <Picture sources={[user.image]} fallback={initialOf(displayName(user))} />
    </span>
  );
}

/** The first grapheme: a flag or a letter with accents is one. */
export function initialOf(name: string): string {
  // Firefox before 125 has no Intl.Segmenter.
  const characters = typeof Intl.Segmenter === 'function' ? Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment) : Array.from(name);
  return (characters[0] ?? '').toUpperCase();
}
