// The address of the watch page.
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { AddressRow } from './AddressRow';
import styles from './ShareLink.module.css';

export function ShareLink({ username }: { username: string }) {
  const t = useT();
  return (
    <section className={styles.share} aria-label={t(studio.watchPage)}>
      <h2>{t(studio.watchPage)}</h2>
      <AddressRow path={`/watch/${encodeURIComponent(username)}`} />
    </section>
  );
}
