// Navigation links in the style of tabs.
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

/** `children` are `NavLink`s, which mark the current page. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
