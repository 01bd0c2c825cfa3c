// The messages, the newest at the bottom and in sight unless somebody reads further up.
import { useCallback, useEffect, useState } from 'react';
import { Author, Line } from './Line';
import { countNewer, type ChatLog } from './log';
import type { ChatMessage } from './message';
import styles from './MessageList.module.css';
import { cleaned } from './text';
import { useAutoScroll } from './useAutoScroll';

interface Props {
  log: ChatLog;
  /** What stands there before anybody has said something. */
  emptyWords: string;
  /** How who writes here is called, for a message that is on its way. */
  ownName: string;
  isHost: boolean;
  isAdmin: boolean;
  isOwn: (message: ChatMessage) => boolean;
  onRemove: (message: ChatMessage) => Promise<void>;
  onRemoveAuthor: (message: ChatMessage) => void;
  onBlockAuthor: (message: ChatMessage) => void;
}

export function MessageList(props: Props) {
  const { log, emptyWords, ownName, isHost, isAdmin, isOwn, onRemove, onRemoveAuthor, onBlockAuthor } = props;
  const { messages, pending } = log;
  const { place, isAtEnd, onScroll, toEnd } = useAutoScroll(log);
  const newest = messages.at(-1)?.seq ?? 0;
  const [seen, setSeen] = useState(newest);
  if (isAtEnd && seen !== newest) setSeen(newest);
  const unseen = isAtEnd ? 0 : countNewer(messages, seen);

  // Who writes wants to see it stand there.
  useEffect(() => {
    if (pending !== null) toEnd();
  }, [pending, toEnd]);

  const remove = useCallback(
    async (message: ChatMessage) => {
      const list = place.current;
      await onRemove(message);
      // What had the focus is gone.
      list?.focus({ preventScroll: true });
    },
    [onRemove, place],
  );

  return (
    <div className={styles.frame}>
      {/* A list that scrolls has to be reachable for who has no pointer. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={place} className={styles.log} role="log" aria-label="Chat" tabIndex={0} onScroll={onScroll}>
        {messages.length === 0 && pending === null && <p className={styles.empty}>{emptyWords}</p>}
        <ol className={styles.lines}>
          {messages.map((message) => (
            <Line
              key={message.id}
              message={message}
              isOwn={isOwn(message)}
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
              <span dir="auto">{cleaned(pending)}</span>
              <span className={styles.sending}> Sending…</span>
            </li>
          )}
        </ol>
      </div>
      <div role="status">
        {unseen > 0 && (
          <button type="button" className={styles.unseen} onClick={toEnd}>
            {unseen === 1 ? '1 new message' : `${unseen} new messages`}
          </button>
        )}
      </div>
    </div>
  );
}
