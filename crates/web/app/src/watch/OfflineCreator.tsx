// A creator who is offline, in the place of the chat.
import { Link } from 'react-router';
import type { WatchedStream } from '../api/types';
import { ItemBoundary } from '../errors/boundaries';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { common } from '../i18n/en/common';
import { watch } from '../i18n/en/watch';
import { NewestPast } from '../profile/NewestPast';
import { profilePath } from '../profile/profilePath';
import { Avatar } from '../ui/Avatar';
import { ButtonLink } from '../ui/ButtonLink';
import { ClampedText } from '../ui/ClampedText';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import styles from './OfflineCreator.module.css';

export function OfflineCreator({ stream }: { stream: WatchedStream }) {
  const t = useT();
  const { user, description, isFollowing } = stream;
  return (
    <section className={styles.panel} aria-labelledby="about">
      <header className={styles.head}>
        <Avatar user={user} />
        <h2 id="about" className={styles.name}>
          <Link to={profilePath(user.username)}>
            <Trans message={watch.about} values={{ name: <Name>{displayName(user)}</Name> }} />
          </Link>
        </h2>
      </header>
      {description ? (
        <ClampedText as="p" className={styles.description} lines={12} of={t(watch.ofDescription)}>
          {description}
        </ClampedText>
      ) : (
        <p className={styles.description}>{t(watch.noDescription)}</p>
      )}
      <ItemBoundary fallback={null}>
        <NewestPast username={user.username} />
      </ItemBoundary>
      <p className={styles.hint}>
        {t(isFollowing ? watch.isFollowed : watch.followHint)}
      </p>
      <ButtonLink variant="secondary" to="/">
        {t(common.browseStreams)}
      </ButtonLink>
    </section>
  );
}
