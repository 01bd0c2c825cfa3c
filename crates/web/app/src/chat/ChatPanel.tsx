// The chat of a stream: what is said, and the place to say something.
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { Name } from '../ui/Name';
import { useFocusKept } from '../ui/useFocusKept';
import styles from './ChatPanel.module.css';
import { Composer } from './Composer';
import type { ChatMessage } from './message';
import { MessageList } from './MessageList';
import { PutOutDialog, type PutOut } from './PutOutDialog';
import { rulesInWords, silenceOf, type ChatRules, type ChatStage, type Silence, type Writer } from './rules';
import type { Chat } from './useChat';

interface Props {
  chat: Chat;
  stage: ChatStage;
  rules: ChatRules;
  host: { id: string; name: string };
  writer: Writer & { isGuest: boolean; name: string };
  /** How one becomes somebody who may write among followers. */
  wayToFollow?: ReactNode;
}

export function ChatPanel({ chat, stage, rules, host, writer, wayToFollow }: Props) {
  const { log, isOwn, send, remove } = chat;
  const { isHost, isAdmin, isGuest } = writer;
  const [whom, setWhom] = useState<PutOut | null>(null);
  const silence = silenceOf(stage, rules, writer);
  const panel = useRef<HTMLElement>(null);
  useFocusKept(panel, silence);

  const onRemoveAuthor = useCallback(({ author }: ChatMessage) => setWhom({ how: 'remove', ...author }), []);
  const onBlockAuthor = useCallback(({ author }: ChatMessage) => setWhom({ how: 'block', ...author }), []);

  return (
    <section ref={panel} tabIndex={-1} className={styles.panel} aria-label="Live chat">
      <header className={styles.head}>
        <h2 className={styles.title}>Chat</h2>
        <p role="status" className={styles.rules}>
          {stage === 'open' && rulesInWords(rules, isHost)}
        </p>
      </header>
      <MessageList
        log={log}
        emptyWords={silence === null ? 'No messages yet. Say hello!' : 'No messages.'}
        ownName={writer.name}
        isHost={isHost}
        isOwn={isOwn}
        isAdmin={isAdmin}
        onRemove={remove}
        onRemoveAuthor={onRemoveAuthor}
        onBlockAuthor={onBlockAuthor}
      />
      <div className={styles.foot}>
        <div role="status" className={styles.silence}>
          {silence !== null && (
            <>
              <p>{wordsFor(silence, <Name>{host.name}</Name>, isHost)}</p>
              {silence === 'followers-only' && wayToFollow}
            </>
          )}
        </div>
        {silence === null && (
          <Composer hostId={host.id} hostName={host.name} isGuest={isGuest} isSending={log.pending !== null} onSend={send} />
        )}
      </div>
      {isHost && <PutOutDialog whom={whom} onDone={() => setWhom(null)} onCancel={() => setWhom(null)} />}
    </section>
  );
}

function wordsFor(silence: Silence, host: ReactNode, isHost: boolean): ReactNode {
  switch (silence) {
    case 'before':
      return <>The chat opens when {host} goes live.</>;
    case 'waiting':
      return 'The chat is connecting…';
    case 'over':
      return 'The broadcast has ended, and the chat is closed.';
    case 'off':
      return isHost ? 'You turned the chat off. Nobody can write, including you.' : <>{host} turned the chat off.</>;
    case 'followers-only':
      return <>Only followers of {host} may write.</>;
  }
}
