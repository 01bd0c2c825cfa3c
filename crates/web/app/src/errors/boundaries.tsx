// Error boundaries: a section that fails doesn't affect the others, so video continues when the chat fails.
import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Button } from '../ui/Button';
import styles from './boundaries.module.css';

interface Props {
  /** The subject of “… has stopped working”. */
  name: string;
  children: ReactNode;
  /** The boundary resets when one of these changes. */
  resetKeys?: unknown[];
}

export function SectionBoundary({ name, children, resetKeys = [] }: Props) {
  return (
    <ErrorBoundary resetKeys={resetKeys} fallbackRender={sectionFallback(name)}>
      {children}
    </ErrorBoundary>
  );
}

function sectionFallback(name: string) {
  return ({ resetErrorBoundary }: FallbackProps) => (
    <div role="alert" className={styles.region}>
      <p>{name} has stopped working.</p>
      <Button variant="secondary" onClick={resetErrorBoundary}>
        Try again
      </Button>
    </div>
  );
}

/** For one of many items, or decoration: shows `fallback` instead of an item that fails. */
export function ItemBoundary({ children, fallback }: { children: ReactNode; fallback: ReactNode }) {
  return <ErrorBoundary fallback={fallback}>{children}</ErrorBoundary>;
}
