// The address of the chat for streaming programs.
import { OVERLAY_SEARCH } from '../chat/popOut/overlayOptions';
import { chatPath } from '../chat/popOut/chatPath';
import { chatWindow } from '../i18n/en/chatWindow';
import { useT } from '../i18n/current';
import { AddressRow } from './AddressRow';
import styles from './ShareLink.module.css';

export function OverlayLink({ username }: { username: string }) {
  const t = useT();
  return (
    <section className={styles.share} aria-label={t(chatWindow.overlay)}>
      <h2>{t(chatWindow.overlay)}</h2>
      <p className={styles.hint}>{t(chatWindow.overlayHint)}</p>
      <AddressRow path={chatPath(username) + OVERLAY_SEARCH} />
    </section>
  );
}
