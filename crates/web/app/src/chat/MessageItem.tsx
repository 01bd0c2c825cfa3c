// One message with its author and moderation options.
import { memo, useId, useState, type CSSProperties } from 'react';
import { ItemBoundary } from '../errors/boundaries';
import { errorMessage } from '../ui/errorMessage';
import { Icon } from '../ui/Icon';
import { Name } from '../ui/Name';
import { nameHue } from './hue';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { chat } from '../i18n/en/chat';
import { formatTime } from '../i18n/formats';
import styles from './MessageItem.module.css';
import { LinkedText } from './LinkedText';
import { addresses } from './mentions';
import type { ChatMessage } from './message';
import { Quote } from './Quote';

interface Props {
  message: ChatMessage;
  isOwn: boolean;
  /** The name of the reader: messages that address them stand out. */
  readerName: string;
  isReplyToReader: boolean;
  /** The role of the reader, which decides about the options. */
  isHost: boolean;
  isAdmin: boolean;
  /** Null if the reader can't write. */
  onReply: ((message: ChatMessage) => void) | null;
  onShowOriginal: (id: string) => void;
  onRemove: (message: ChatMessage) => Promise<void>;
  onRemoveAuthor: (message: ChatMessage) => void;
  onBlockAuthor: (message: ChatMessage) => void;
}

/** A chat has hundreds of messages, so each re-renders only when it changes. */
export const MessageItem = memo(function MessageItem(props: Props) {
  return (
    <ItemBoundary fallback={<BrokenMessage />}>
      <Message {...props} />
    </ItemBoundary>
  );
});

function BrokenMessage() {
  const t = useT();
  return <li className={styles.broken}>{t(chat.messageBroken)}</li>;
}

function Message({ message, isOwn, readerName, isReplyToReader, isHost, isAdmin, onReply, onShowOriginal, onRemove, onRemoveAuthor, onBlockAuthor }: Props) {
  const t = useT();
  const { author, text, sentAt, replyTo } = message;
  const mayRemove = isHost || isAdmin || isOwn;
  const mayRemoveAuthor = isHost && !author.isHost;
  const mayBlockAuthor = mayRemoveAuthor && !author.isGuest;
  const isToReader = !isOwn && (isReplyToReader || addresses(text, readerName));
  const hasOptions = mayRemove || onReply !== null;
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li
      className={styles.line}
      data-message={message.id}
      data-own={isOwn || undefined}
      data-to-reader={isToReader || undefined}
      data-options={hasOptions || undefined}
    >
      {replyTo && <Quote quote={replyTo} onShowOriginal={onShowOriginal} />}
      <p className={styles.body}>
        {isToReader && <span className="visually-hidden">{t(chat.toYou)} </span>}
        <Author name={author.name} id={author.id} isHost={author.isHost} isGuest={author.isGuest} />
        <span className={styles.text} dir="auto">
          <ItemBoundary fallback={text}>
            <LinkedText text={text} />
          </ItemBoundary>
        </span>
      </p>
      <span className={styles.meta}>
        <time dateTime={sentAt}>{formatTime(t.locale, sentAt)}</time>
        {onReply !== null && (
          <button type="button" className={`${styles.more} ${styles.quick}`} data-reply tabIndex={-1} title={t(chat.reply)} onClick={() => onReply(message)}>
            <Icon name="reply" size={16} />
            <span className="visually-hidden">
              <Trans message={chat.replyToName} values={{ name: <Name>{author.name}</Name> }} />
            </span>
          </button>
        )}
        {hasOptions && (
          <button
            type="button"
            className={`${styles.more} ${mayRemove ? '' : styles.touchOnly}`}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setIsOpen(!isOpen)}
          >
            <MoreIcon />
            <span className="visually-hidden">
              {isOwn ? t(chat.optionsOwn) : <Trans message={chat.optionsFor} values={{ name: <Name>{author.name}</Name> }} />}
            </span>
          </button>
        )}
      </span>
      {hasOptions && isOpen && (
        <Options id={id}>
          {onReply !== null && (
            <button
              type="button"
              className={`${styles.option} ${styles.touchOnly}`}
              onClick={() => {
                setIsOpen(false);
                onReply(message);
              }}
            >
              {t(chat.reply)}
            </button>
          )}
          {mayRemove && <RemoveButton message={message} onRemove={onRemove} />}
          {mayRemoveAuthor && (
            <button type="button" className={styles.option} onClick={() => onRemoveAuthor(message)}>
              {t(chat.removeFromStream)}
            </button>
          )}
          {mayBlockAuthor && (
            <button type="button" className={styles.option} onClick={() => onBlockAuthor(message)}>
              {t(chat.block)}
            </button>
          )}
        </Options>
      )}
    </li>
  );
}

export function Author({ name, id, isHost, isGuest }: { name: string; id: string; isHost: boolean; isGuest: boolean }) {
  const t = useT();
  return (
    <>
      <bdi
        className={isHost ? styles.host : isGuest ? styles.guest : styles.name}
        style={{ '--hue': nameHue(id) } as CSSProperties}
        title={name}
      >
        {name}
      </bdi>{' '}
      {isHost && <span className={styles.hostBadge}>{t(chat.host)}</span>}
      {isGuest && <span className={styles.badge}>{t(chat.guest)}</span>}
      {/* Separates name and text for screen readers. */}
      <span className="visually-hidden">: </span>
    </>
  );
}

function Options({ id, children }: { id: string; children: React.ReactNode }) {
  const t = useT();
  return (
    <div id={id} role="group" aria-label={t(chat.options)} className={styles.options}>
      {children}
    </div>
  );
}

/**
 * No confirmation: the button is already behind the options menu, and with delayed chat only three seconds remain.
 */
function RemoveButton({ message, onRemove }: Pick<Props, 'message' | 'onRemove'>) {
  const t = useT();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      await onRemove(message);
    } catch (error) {
      setProblem(errorMessage(error));
      setIsBusy(false);
    }
  };
  return (
    <>
      <button type="button" className={styles.option} disabled={isBusy} onClick={() => void remove()}>
        {t(chat.removeMessage)}
      </button>
      {problem && (
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
    </>
  );
}

function MoreIcon() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="currentColor">
      <circle cx="3" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="13" cy="8" r="1.4" />
    </svg>
  );
}
