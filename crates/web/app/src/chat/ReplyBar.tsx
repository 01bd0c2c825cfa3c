// Above the message field: which message is being answered.
import { Icon } from '../ui/Icon';
import { Name } from '../ui/Name';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { chat } from '../i18n/en/chat';
import type { ReplyDraft } from './drafts';
import styles from './ReplyBar.module.css';

export function ReplyBar({ id, reply: { name, text }, onCancel }: { id: string; reply: ReplyDraft; onCancel: () => void }) {
  const t = useT();
  return (
    <div className={styles.bar}>
      <p id={id} className={styles.text}>
        <Trans message={chat.replyingTo} values={{ name: <Name>{name}</Name>, text: <bdi>{text}</bdi> }} />
      </p>
      <button type="button" className={styles.cancel} aria-label={t(chat.cancelReply)} title={t(chat.cancelReply)} onClick={onCancel}>
        <Icon name="cross" size={16} />
      </button>
    </div>
  );
}
