// The chat of a stream: messages, and the composer or the reason why the viewer can't write.
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { Name } from '../ui/Name';
import { useRestoreFocus } from '../ui/useRestoreFocus';
import styles from './ChatPanel.module.css';
import { Composer } from './Composer';
import type { ChatMessage } from './message';
import { MessageList } from './MessageList';
import { ModerationDialog, type ModerationTarget } from './ModerationDialog';
import { describeSettings, chatDeniedReason, type ChatSettings, type ChatStage, type ChatDeniedReason, type ChatParticipant } from './chatSettings';
import type { Chat } from './useChat';

interface Props {
  chat: Chat;
  stage: ChatStage;
  settings: ChatSettings;
  host: { id: string; name: string };
  participant: ChatParticipant & { isGuest: boolean; name: string };
  /** Shown in followers-only mode to viewers who don't follow: how to become a follower. */
  followAction?: ReactNode;
  /** Instead of “Chat”. */
  title?: ReactNode;
  /** A button in the head. */
  headAction?: ReactNode;
}

export function ChatPanel({ chat, stage, settings, host, participant, followAction, title = 'Chat', headAction }: Props) {
  const { log, isOwn, send, remove } = chat;
  const { isHost, isAdmin, isGuest } = participant;
  const [target, setTarget] = useState<ModerationTarget | null>(null);
  const deniedReason = chatDeniedReason(stage, settings, participant);
  const panel = useRef<HTMLElement>(null);
  useRestoreFocus(panel, deniedReason);

  const onRemoveAuthor = useCallback(({ author }: ChatMessage) => setTarget({ action: 'remove', ...author }), []);
  const onBlockAuthor = useCallback(({ author }: ChatMessage) => setTarget({ action: 'block', ...author }), []);

  return (
    <section ref={panel} tabIndex={-1} className={styles.panel} aria-label="Live chat">
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <p role="status" className={styles.rules}>
          {stage === 'open' && describeSettings(settings, isHost)}
        </p>
        {headAction && <div className={styles.action}>{headAction}</div>}
      </header>
      <MessageList
        log={log}
        emptyText={deniedReason === null ? 'No messages yet. Say hello!' : 'No messages.'}
        ownName={participant.name}
        isHost={isHost}
        isOwn={isOwn}
        isAdmin={isAdmin}
        onRemove={remove}
        onRemoveAuthor={onRemoveAuthor}
        onBlockAuthor={onBlockAuthor}
      />
      <div className={styles.foot}>
        <div role="status" className={styles.denied}>
          {deniedReason !== null && (
            <>
              <p>{deniedText(deniedReason, <Name>{host.name}</Name>, isHost)}</p>
              {deniedReason === 'followers-only' && followAction}
            </>
          )}
        </div>
        {deniedReason === null && (
          <Composer hostId={host.id} hostName={host.name} isGuest={isGuest} isSending={log.pending !== null} onSend={send} />
        )}
      </div>
      {isHost && <ModerationDialog target={target} onDone={() => setTarget(null)} onCancel={() => setTarget(null)} />}
    </section>
  );
}

function deniedText(deniedReason: ChatDeniedReason, host: ReactNode, isHost: boolean): ReactNode {
  switch (deniedReason) {
    case 'not-started':
      return <>The chat opens when {host} goes live.</>;
    case 'connecting':
      return 'The chat is connecting…';
    case 'ended':
      return 'The broadcast has ended, and the chat is closed.';
    case 'off':
      return isHost ? 'You turned the chat off. Nobody can write, including you.' : <>{host} turned the chat off.</>;
    case 'followers-only':
      return <>Only followers of {host} may write.</>;
  }
}
