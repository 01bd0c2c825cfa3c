// A creator who is offline, in the place of the chat.
import type { WatchedStream } from '../api/types';
import { Avatar } from '../ui/Avatar';
import { ButtonLink } from '../ui/ButtonLink';
import { ClampedText } from '../ui/ClampedText';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import styles from './OfflineCreator.module.css';

export function OfflineCreator({ stream }: { stream: WatchedStream }) {
  const { user, description, isFollowing } = stream;
  return (
    <section className={styles.panel} aria-labelledby="about">
      <header className={styles.head}>
        <Avatar user={user} />
        <h2 id="about" className={styles.name}>
          About <Name>{displayName(user)}</Name>
        </h2>
      </header>
      {description ? (
        <ClampedText as="p" className={styles.description} lines={12} of="the description">
          {description}
        </ClampedText>
      ) : (
        <p className={styles.description}>There is no description yet.</p>
      )}
      <p className={styles.hint}>
        {isFollowing ? 'They are on your home page, marked as soon as they are live.' : 'Follow them to find them on your home page, live or offline.'}
      </p>
      <ButtonLink variant="secondary" to="/">
        Browse live streams
      </ButtonLink>
    </section>
  );
}
