// Error boundaries: a section that fails doesn't affect the others, so video continues when the chat fails.
import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Button } from '../ui/Button';
import styles from './boundaries.module.css';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';

interface Props {
  /** What has stopped working, as a sentence. */
  text: string;
  children: ReactNode;
  /** The boundary resets when one of these changes. */
  resetKeys?: unknown[];
}

export function SectionBoundary({ text, children, resetKeys = [] }: Props) {
  return (
    <ErrorBoundary resetKeys={resetKeys} fallbackRender={fallbackWith(text)}>
      {children}
    </ErrorBoundary>
  );
}

function fallbackWith(text: string) {
  return (props: FallbackProps) => <SectionFallback {...props} text={text} />;
}

function SectionFallback({ text, resetErrorBoundary }: FallbackProps & { text: string }) {
  const t = useT();
  return (
    <div role="alert" className={styles.region}>
      <p>{text}</p>
      <Button variant="secondary" onClick={resetErrorBoundary}>
        {t(common.tryAgain)}
      </Button>
    </div>
  );
}

/** For one of many items, or decoration: shows `fallback` instead of an item that fails. */
export function ItemBoundary({ children, fallback }: { children: ReactNode; fallback: ReactNode }) {
  return <ErrorBoundary fallback={fallback}>{children}</ErrorBoundary>;
}
