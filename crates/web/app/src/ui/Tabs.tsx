// The pages of one place side by side: links, with the one that is open marked.
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

/** `children` are links of the router, which mark the open page. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
