// The address of the watch page.
import { AddressRow } from './AddressRow';
import styles from './ShareLink.module.css';

export function ShareLink({ username }: { username: string }) {
  return (
    <section className={styles.share} aria-label="Your watch page">
      <h2>Your watch page</h2>
      <AddressRow path={`/watch/${encodeURIComponent(username)}`} />
    </section>
  );
}
