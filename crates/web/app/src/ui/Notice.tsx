// A notice.
import { useId, type ReactNode } from 'react';
import styles from './Notice.module.css';

interface Props {
  title: string;
  /** A problem is announced immediately, a note politely. */
  tone?: 'note' | 'problem';
  children?: ReactNode;
}

export function Notice({ title, tone = 'note', children }: Props) {
  const id = useId();
  return (
    <section
      className={`${styles.notice} ${styles[tone]}`}
      role={tone === 'problem' ? 'alert' : 'status'}
      aria-labelledby={id}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
