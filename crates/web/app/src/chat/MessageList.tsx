// The list of messages. It follows the newest message unless the user has scrolled up.
import { useCallback, useEffect, useState } from 'react';
import { Author, MessageItem } from './MessageItem';
import { countNewer, type ChatLog } from './chatLog';
import { currentT, useT } from '../i18n/current';
import { chat } from '../i18n/en/chat';
import type { ChatMessage } from './message';
import styles from './MessageList.module.css';
import { normalizeText } from './messageText';
import { announce } from '../ui/announce';
import { moveBetweenReplies, showItem, useReplyTabStop } from './messageFocus';
import { useAutoScroll } from './useAutoScroll';

interface Props {
  log: ChatLog;
  /** Shown while there are no messages. */
  emptyText: string;
  /** The name of the user, for a message that is being sent. */
  ownName: string;
  isHost: boolean;
  isAdmin: boolean;
  isOwn: (message: ChatMessage) => boolean;
  /** The reader's id, as the author of messages. */
  ownId: string | null;
  /** Null if the reader can't write. */
  onReply: ((message: ChatMessage) => void) | null;
  onRemove: (message: ChatMessage) => Promise<void>;
  onRemoveAuthor: (message: ChatMessage) => void;
  onBlockAuthor: (message: ChatMessage) => void;
}

export function MessageList(props: Props) {
  const t = useT();
  const { log, emptyText, ownName, isHost, isAdmin, isOwn, ownId, onReply, onRemove, onRemoveAuthor, onBlockAuthor } = props;
  const { messages, pending } = log;
  const { containerRef, isAtEnd, onScroll, scrollToEnd } = useAutoScroll(log);
  const newest = messages.at(-1)?.seq ?? 0;
  const [seen, setSeen] = useState(newest);
  if (isAtEnd && seen !== newest) setSeen(newest);
  const unseen = isAtEnd ? 0 : countNewer(messages, seen);

  // Scroll to the own message when it is sent.
  useEffect(() => {
    if (pending !== null) scrollToEnd();
  }, [pending, scrollToEnd]);

  const remove = useCallback(
    async (message: ChatMessage) => {
      const list = containerRef.current;
      await onRemove(message);
      // The focused button is gone.
      list?.focus({ preventScroll: true });
    },
    [onRemove, containerRef],
  );

  const showOriginal = useCallback(
    (id: string) => {
      if (!showItem(containerRef.current, id)) announce(currentT()(chat.originalNotShown));
    },
    [containerRef],
  );
  useReplyTabStop(containerRef, messages, onReply !== null);

  return (
    <div className={styles.frame}>
      {/* A scrollable list must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <div ref={containerRef} className={styles.log} role="log" aria-label={t(chat.chat)} tabIndex={0} onScroll={onScroll} onKeyDown={moveBetweenReplies}>
        {messages.length === 0 && pending === null && <p className={styles.empty}>{emptyText}</p>}
        <ol className={styles.lines}>
          {messages.map((message) => (
            <MessageItem
              key={message.id}
              message={message}
              isOwn={isOwn(message)}
              readerName={ownName}
              isReplyToReader={ownId !== null && message.replyTo?.author.id === ownId}
              onReply={onReply}
              onShowOriginal={showOriginal}
              isHost={isHost}
              isAdmin={isAdmin}
              onRemove={remove}
              onRemoveAuthor={onRemoveAuthor}
              onBlockAuthor={onBlockAuthor}
            />
          ))}
          {pending !== null && (
            <li className={styles.pending} aria-hidden="true">
              <Author name={ownName} id={ownName} isHost={isHost} isGuest={false} />
              <span dir="auto">{normalizeText(pending)}</span>
              <span className={styles.sending}> {t(chat.sending)}</span>
            </li>
          )}
        </ol>
      </div>
      <div role="status">
        {unseen > 0 && (
          <button type="button" className={styles.unseen} onClick={scrollToEnd}>
            {t(chat.newMessages, { count: unseen })}
          </button>
        )}
      </div>
    </div>
  );
}
