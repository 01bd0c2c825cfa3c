// Opens a chat in a window of its own.
import { chatWindow } from '../../i18n/en/chatWindow';
import { useT } from '../../i18n/current';
import { Icon } from '../../ui/Icon';
import { chatPath } from './chatPath';
import styles from './PopOutButton.module.css';

export function PopOutButton({ username }: { username: string }) {
  const t = useT();
  const open = () => {
    // The same window for the same chat.
    window.open(chatPath(username), `onair-chat-${username}`, 'popup,width=400,height=700')?.focus();
  };
  return (
    <button type="button" className={styles.button} aria-label={t(chatWindow.popOut)} title={t(chatWindow.popOut)} onClick={open}>
      <Icon name="popOut" size={18} />
    </button>
  );
}
