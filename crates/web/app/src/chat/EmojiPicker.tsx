// The emoji picker of the message field, for computers: phones have one in their keyboard. Its code and its data are
// loaded when it is opened first.
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../ui/Icon';
import { loadChunk } from '../upgrade/loadChunk';
import { EMOJI_TEXTS } from './emojiTexts';
import styles from './EmojiPicker.module.css';
import { useLanguage, useT } from '../i18n/current';
import { chat } from '../i18n/en/chat';

interface Props {
  onPick: (emoji: string) => void;
  /** The picker is closed by the keyboard: the focus returns to the field. */
  onLeave: () => void;
}

export function EmojiButton({ onPick, onLeave }: Props) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!container.current?.contains(target as Node)) setIsOpen(false);
    };
    document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, [isOpen]);
  return (
    <div
      ref={container}
      className={styles.container}
      role="presentation"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.stopPropagation();
        setIsOpen(false);
        onLeave();
      }}
    >
      <button type="button" className={styles.button} aria-label={t(chat.emoji)} title={t(chat.emoji)} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon name="smile" />
      </button>
      {isOpen && <Picker onPick={onPick} />}
    </div>
  );
}

function Picker({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useT();
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const [isMissing, setIsMissing] = useState(false);
  const latest = useRef(onPick);
  useEffect(() => {
    latest.current = onPick;
  });
  useEffect(() => {
    let isCurrent = true;
    const show = async () => {
      const [{ Picker: Element }, texts] = await Promise.all([loadChunk(() => import('emoji-picker-element')), loadChunk(EMOJI_TEXTS[language])]);
      if (!isCurrent || !place.current) return;
      const element = new Element({ ...texts, locale: language });
      element.addEventListener('emoji-click', ({ detail }) => {
        if (detail.unicode !== undefined) latest.current(detail.unicode);
      });
      place.current.replaceChildren(element);
    };
    show().catch(() => setIsMissing(true));
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return (
    <div className={styles.popover} role="dialog" aria-label={t(chat.emoji)}>
      <div ref={place} className={styles.place} />
      {isMissing && <p className={styles.missing}>{t(chat.emojiMissing)}</p>}
    </div>
  );
}
