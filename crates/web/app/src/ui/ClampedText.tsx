// Text clamped to some lines, with a button to show the rest.
import { useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import styles from './ClampedText.module.css';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';

interface Props {
  as: 'h1' | 'p';
  className: string | undefined;
  children: string;
  /** The number of visible lines. */
  lines: number;
  /** What the text is, for screen readers: “of the title”, after “Show more”. */
  of: string;
}

export function ClampedText({ as: Block, className, children, lines, of }: Props) {
  const t = useT();
  const textRef = useRef<HTMLHeadingElement & HTMLParagraphElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isClamped, setIsClamped] = useState(false);

  useLayoutEffect(() => {
    const element = textRef.current;
    if (!element || isOpen) return undefined;
    const measure = () => setIsClamped(element.scrollHeight > element.clientHeight + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [isOpen, children]);

  return (
    <div className={styles.container}>
      <Block ref={textRef} className={`${className} ${isOpen ? '' : styles.clamped}`} dir="auto" style={{ '--lines': lines } as CSSProperties}>
        {children}
      </Block>
      {isClamped && (
        <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t(isOpen ? common.showLess : common.showMore)}
          <span className="visually-hidden"> {of}</span>
        </button>
      )}
    </div>
  );
}
