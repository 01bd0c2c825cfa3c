// A narrow page for text or a form.
import type { ReactNode } from 'react';
import styles from './NarrowPage.module.css';

export function NarrowPage({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 dir="auto">{title}</h1>
        {intro && <p>{intro}</p>}
      </header>
      {children}
    </div>
  );
}
