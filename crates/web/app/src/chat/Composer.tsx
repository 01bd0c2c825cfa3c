// Where a message is written. What was refused stays in the field, with the reason beneath it.
import { useId, useRef, type FormEvent, type KeyboardEvent } from 'react';
import { Button } from '../ui/Button';
import styles from './Composer.module.css';
import { useDraft } from './drafts';
import { refusedWriting } from './refusalWords';
import { cleaned, lengthOf, TEXT_LIMIT } from './text';
import { useSecondsUntil } from './useSecondsUntil';

interface Props {
  /** Whose chat it is. */
  hostId: string;
  hostName: string;
  isGuest: boolean;
  isSending: boolean;
  /** Rejects with the service's refusal. */
  onSend: (text: string) => Promise<void>;
}

/** From here on the length is told. */
const NEAR_LIMIT = TEXT_LIMIT - 100;

export function Composer({ hostId, hostName, isGuest, isSending, onSend }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [{ text, problem, mayAt }, change] = useDraft(hostId);
  const secondsLeft = useSecondsUntil(mayAt);
  const length = lengthOf(text);
  const isTooLong = length > TEXT_LIMIT;
  const canSend = length > 0 && !isTooLong && secondsLeft === 0;
  const hasToldProblem = problem !== null && (mayAt === 0 || secondsLeft > 0);

  const send = async () => {
    if (!canSend || isSending) return;
    change(() => ({ text: '', problem: null, mayAt: 0 }));
    try {
      await onSend(text);
    } catch (error) {
      const { words, waitMs } = refusedWriting(error, hostName, isGuest);
      change((last) => ({
        text: cleaned(last.text) === '' ? text : `${text} ${last.text}`,
        problem: words,
        mayAt: waitMs === null ? 0 : Date.now() + waitMs,
      }));
    }
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    field.current?.focus();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter may also end a word that is being composed out of several keys.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  const describedBy = [length > NEAR_LIMIT && `${id}-length`, hasToldProblem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <form className={styles.composer} onSubmit={onSubmit} aria-label="Write in the chat">
      <label htmlFor={id} className="visually-hidden">
        Message
      </label>
      <textarea
        ref={field}
        id={id}
        rows={1}
        value={text}
        placeholder="Send a message…"
        autoComplete="off"
        enterKeyHint="send"
        dir="auto"
        aria-invalid={isTooLong || undefined}
        aria-describedby={describedBy || undefined}
        onChange={(event) => {
          const { value } = event.target;
          change((last) => ({ text: value, problem: last.mayAt > Date.now() ? last.problem : null }));
        }}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" className={styles.send} disabled={!canSend} isBusy={isSending}>
        Send
      </Button>
      {length > NEAR_LIMIT && (
        <p id={`${id}-length`} className={isTooLong ? styles.over : styles.length}>
          {isTooLong ? `${length - TEXT_LIMIT} ${length - TEXT_LIMIT === 1 ? 'character' : 'characters'} over the limit of ${TEXT_LIMIT}` : `${length} of ${TEXT_LIMIT} characters`}
        </p>
      )}
      {hasToldProblem && (
        <p id={`${id}-problem`} className={styles.problem}>
          <span role="alert">{problem}</span>
          {/* Seen, not announced every second. */}
          {secondsLeft > 0 && <span aria-hidden="true">{` You can send this in ${secondsLeft} s.`}</span>}
        </p>
      )}
    </form>
  );
}
