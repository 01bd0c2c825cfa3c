// The chat of a stream: messages, and the composer or the reason why the viewer can't write.
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { chat as chatTexts } from '../i18n/en/chat';
import { Name } from '../ui/Name';
import { useRestoreFocus } from '../ui/useRestoreFocus';
import styles from './ChatPanel.module.css';
import { Composer } from './Composer';
import { changeDraft } from './drafts';
import type { ChatMessage } from './message';
import { MessageList } from './MessageList';
import { ModerationDialog, type ModerationTarget } from './ModerationDialog';
import { describeSettings, chatDeniedReason, type ChatSettings, type ChatStage, type ChatDeniedReason, type ChatParticipant } from './chatSettings';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
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

export function ChatPanel({ chat, stage, settings, host, participant, followAction, title, headAction }: Props) {
  const t = useT();
  const { log, isOwn, ownId, send, remove } = chat;
  const { isHost, isAdmin, isGuest } = participant;
  const [target, setTarget] = useState<ModerationTarget | null>(null);
  const deniedReason = chatDeniedReason(stage, settings, participant);
  const panel = useRef<HTMLElement>(null);
  useRestoreFocus(panel, deniedReason);

  const onRemoveAuthor = useCallback(({ author }: ChatMessage) => setTarget({ action: 'remove', ...author }), []);
  const onBlockAuthor = useCallback(({ author }: ChatMessage) => setTarget({ action: 'block', ...author }), []);
  const hostId = host.id;
  const onReply = useCallback(
    ({ id, author, text }: ChatMessage) => {
      changeDraft(hostId, () => ({ reply: { id, name: author.name, text } }));
      panel.current?.querySelector('textarea')?.focus();
    },
    [hostId],
  );
  // Messages of another broadcast can't be answered.
  useEffect(() => changeDraft(hostId, () => ({ reply: null })), [hostId, log.session]);

  return (
    <section ref={panel} tabIndex={-1} className={styles.panel} aria-label={t(chatTexts.liveChat)}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title ?? t(chatTexts.chat)}</h2>
        <p role="status" className={styles.rules}>
          {stage === 'open' && describeSettings(t, settings, isHost)}
        </p>
        {headAction && <div className={styles.action}>{headAction}</div>}
      </header>
      <MessageList
        log={log}
        emptyText={t(deniedReason === null ? chatTexts.sayHello : chatTexts.noMessages)}
        ownName={participant.name}
        isHost={isHost}
        isOwn={isOwn}
        ownId={ownId}
        onReply={deniedReason === null ? onReply : null}
        isAdmin={isAdmin}
        onRemove={remove}
        onRemoveAuthor={onRemoveAuthor}
        onBlockAuthor={onBlockAuthor}
      />
      <div className={styles.foot}>
        <div role="status" className={styles.denied}>
          {deniedReason !== null && (
            <>
              <p><DeniedText reason={deniedReason} host={host.name} isHost={isHost} /></p>
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

function DeniedText({ reason, host, isHost }: { reason: ChatDeniedReason; host: string; isHost: boolean }) {
  const t = useT();
  const values = { host: <Name>{host}</Name> };
  switch (reason) {
    case 'not-started':
      return <Trans message={chatTexts.opensLater} values={values} />;
    case 'connecting':
      return t(chatTexts.connecting);
    case 'ended':
      return t(chatTexts.closed);
    case 'off':
      return isHost ? t(chatTexts.youTurnedOff) : <Trans message={chatTexts.hostTurnedOff} values={values} />;
    case 'followers-only':
      return <Trans message={chatTexts.onlyFollowers} values={values} />;
  }
}
