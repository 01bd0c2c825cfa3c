// A loading indicator, announced to screen readers.
import { useEffect, useState } from 'react';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import styles from './Loading.module.css';

/** For a whole page. */
export function PageLoading() {
  const t = useT();
  return <Loading>{t(common.loading)}</Loading>;
}

export function Loading({ children }: { children: string }) {
  // Screen readers announce changes in an existing live region, so the text is added after mounting.
  const [isMounted, setIsMounted] = useState(false);
  // oxlint-disable-next-line react/set-state-in-effect -- the second rendering is the one that is said
  useEffect(() => setIsMounted(true), []);
  return (
    <p role="status" className={styles.waiting}>
      <span className={styles.dot} aria-hidden="true" />
      {isMounted && children}
    </p>
  );
}
