// The quoted message above a reply. It leads to the original.
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { chat } from '../i18n/en/chat';
import { Icon } from '../ui/Icon';
import { Name } from '../ui/Name';
import type { ChatQuote } from './message';
import styles from './Quote.module.css';

export function Quote({ quote: { id, author, text }, onShowOriginal }: { quote: ChatQuote; onShowOriginal: (id: string) => void }) {
  const t = useT();
  const name = author.name || t(chat.unknownAuthor);
  const content = (
    <>
      <span className="visually-hidden">
        <Trans message={chat.replyTo} values={{ name: <Name>{name}</Name>, text: <bdi>{text ?? t(chat.messageRemoved)}</bdi> }} />
      </span>
      <span className={styles.content} aria-hidden="true">
        <Icon name="reply" size={14} />
        <span className={styles.line}>
          <bdi className={styles.name}>{name}</bdi> <bdi className={text === null ? styles.removed : undefined}>{text ?? t(chat.messageRemoved)}</bdi>
        </span>
      </span>
    </>
  );
  if (text === null) return <p className={styles.quote}>{content}</p>;
  return (
    <button type="button" className={styles.quote} onClick={() => onShowOriginal(id)}>
      {content}
    </button>
  );
}
