// A text of any length in a few lines, with a way to the rest of it.
import { useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import styles from './Clamped.module.css';

interface Props {
  as: 'h1' | 'p';
  className: string | undefined;
  children: string;
  /** As many as are shown at first. */
  lines: number;
  /** What the rest belongs to, for who doesn't see it: “Show more of the title”. */
  of: string;
}

export function Clamped({ as: Block, className, children, lines, of }: Props) {
  const place = useRef<HTMLHeadingElement & HTMLParagraphElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isCut, setIsCut] = useState(false);

  useLayoutEffect(() => {
    const element = place.current;
    if (!element || isOpen) return undefined;
    const look = () => setIsCut(element.scrollHeight > element.clientHeight + 1);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [isOpen, children]);

  return (
    <div className={styles.place}>
      <Block ref={place} className={`${className} ${isOpen ? '' : styles.cut}`} dir="auto" style={{ '--lines': lines } as CSSProperties}>
        {children}
      </Block>
      {isCut && (
        <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Show less' : 'Show more'}
          <span className="visually-hidden"> of {of}</span>
        </button>
      )}
    </div>
  );
}
