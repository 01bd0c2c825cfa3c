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
  onSend: (text: string) => Promise<void>;
}

/** The length is shown above this limit. */
const NEAR_LIMIT = TEXT_LIMIT - 100;

export function Composer({ hostId, hostName, isGuest, isSending, onSend }: Props) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [{ text, problem, canSendAt }, updateDraft] = useDraft(hostId);
  const secondsLeft = useSecondsUntil(canSendAt);
  const length = textLength(text);
  const isTooLong = length > TEXT_LIMIT;
  const canSend = length > 0 && !isTooLong && secondsLeft === 0;
  const isProblemShown = problem !== null && (canSendAt === 0 || secondsLeft > 0);

  const send = async () => {
    if (!canSend || isSending) return;
    updateDraft(() => ({ text: '', problem: null, canSendAt: 0 }));
    try {
      await onSend(text);
    } catch (error) {
      const { message, waitMs } = sendErrorOf(t, error, hostName, isGuest);
      updateDraft((last) => ({
        text: normalizeText(last.text) === '' ? text : `${text} ${last.text}`,
        problem: message,
        canSendAt: waitMs === null ? 0 : Date.now() + waitMs,
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
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter may also confirm a character in an input method editor.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  const describedBy = [length > NEAR_LIMIT && `${id}-length`, isProblemShown && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <form className={styles.composer} onSubmit={onSubmit} aria-label={t(chat.write)}>
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
