// The message field. A message that couldn't be sent returns to the field, with the reason below.
import { useId, useRef, type FormEvent, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '../ui/Button';
import styles from './Composer.module.css';
import { useDraft } from './drafts';
import { EmojiButton } from './EmojiPicker';
import { useT } from '../i18n/current';
import { chat } from '../i18n/en/chat';
import { insertText } from './insertText';
import { ReplyBar } from './ReplyBar';
import { sendErrorOf } from './sendError';
import { normalizeText, textLength, TEXT_LIMIT } from './messageText';
import { useSecondsUntil } from './useSecondsUntil';

interface Props {
  /** The creator whose chat it is. */
  hostId: string;
  hostName: string;
  isGuest: boolean;
  isSending: boolean;
  /** Rejects with an `ApiError`. */
  onSend: (text: string, replyTo: string | null) => Promise<void>;
}

/** The length is shown above this limit. */
const NEAR_LIMIT = TEXT_LIMIT - 100;

export function Composer({ hostId, hostName, isGuest, isSending, onSend }: Props) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [{ text, problem, canSendAt, reply }, updateDraft] = useDraft(hostId);
  const secondsLeft = useSecondsUntil(canSendAt);
  const length = textLength(text);
  const isTooLong = length > TEXT_LIMIT;
  const canSend = length > 0 && !isTooLong && secondsLeft === 0;
  const isProblemShown = problem !== null && (canSendAt === 0 || secondsLeft > 0);

  const send = async () => {
    if (!canSend || isSending) return;
    updateDraft(() => ({ text: '', problem: null, canSendAt: 0, reply: null }));
    try {
      await onSend(text, reply?.id ?? null);
    } catch (error) {
      const { message, waitMs, dropsReply } = sendErrorOf(t, error, hostName, isGuest);
      updateDraft((last) => ({
        text: normalizeText(last.text) === '' ? text : `${text} ${last.text}`,
        problem: message,
        canSendAt: waitMs === null ? 0 : Date.now() + waitMs,
        reply: last.reply ?? (dropsReply ? null : reply),
      }));
    }
  };

  const insert = (emoji: string) => {
    const element = field.current;
    if (!element) return;
    const { text: next, cursor } = insertText(element.value, { start: element.selectionStart, end: element.selectionEnd }, emoji);
    flushSync(() => updateDraft((last) => ({ ...last, text: next })));
    element.setSelectionRange(cursor, cursor);
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    field.current?.focus();
    void send();
  };
  const cancelReply = () => {
    updateDraft(() => ({ reply: null }));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && reply !== null && !event.nativeEvent.isComposing) {
      event.preventDefault();
      cancelReply();
      return;
    }
    // Enter may also confirm a character in an input method editor.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  const describedBy = [reply !== null && `${id}-reply`, length > NEAR_LIMIT && `${id}-length`, isProblemShown && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <form className={styles.composer} onSubmit={onSubmit} aria-label={t(chat.write)}>
      {reply !== null && <ReplyBar id={`${id}-reply`} reply={reply} onCancel={cancelReply} />}
      <label htmlFor={id} className="visually-hidden">
        {t(chat.message)}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={1}
        value={text}
        placeholder={t(chat.placeholder)}
        autoComplete="off"
        enterKeyHint="send"
        dir="auto"
        aria-invalid={isTooLong || undefined}
        aria-describedby={describedBy || undefined}
        onChange={(event) => {
          const { value } = event.target;
          updateDraft((last) => ({ text: value, problem: last.canSendAt > Date.now() ? last.problem : null }));
        }}
        onKeyDown={onKeyDown}
      />
      <EmojiButton onPick={insert} onLeave={() => field.current?.focus()} />
      <Button type="submit" className={styles.send} disabled={!canSend} isBusy={isSending}>
        {t(chat.send)}
      </Button>
      {length > NEAR_LIMIT && (
        <p id={`${id}-length`} className={isTooLong ? styles.over : styles.length}>
          {isTooLong ? t(chat.overLimit, { count: length - TEXT_LIMIT, limit: TEXT_LIMIT }) : t(chat.length, { length, limit: TEXT_LIMIT })}
        </p>
      )}
      {isProblemShown && (
        <p id={`${id}-problem`} className={styles.problem}>
          <span role="alert">{problem}</span>
          {/* Visible only: screen readers must not announce it every second. */}
          {secondsLeft > 0 && <span aria-hidden="true">{` ${t(chat.canSendIn, { seconds: secondsLeft })}`}</span>}
        </p>
      )}
    </form>
  );
}
