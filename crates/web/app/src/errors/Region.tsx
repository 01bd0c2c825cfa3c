// A part of a page that may break without taking the rest along: the video goes on when the chat fails.
import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Button } from '../ui/Button';
import styles from './Region.module.css';

interface Props {
  /** What it is called in “… has stopped working”. */
  name: string;
  children: ReactNode;
  /** It is tried again by itself when one of these changes. */
  resetKeys?: unknown[];
}

export function Region({ name, children, resetKeys = [] }: Props) {
  return (
    <ErrorBoundary resetKeys={resetKeys} fallbackRender={brokenNamed(name)}>
      {children}
    </ErrorBoundary>
  );
}

function brokenNamed(name: string) {
  return ({ resetErrorBoundary }: FallbackProps) => (
    <div role="alert" className={styles.region}>
      <p>{name} has stopped working.</p>
      <Button variant="secondary" onClick={resetErrorBoundary}>
        Try again
      </Button>
    </div>
  );
}

/** One of many, or an ornament: what can't be shown leaves `fallback` in its place. */
export function Item({ children, fallback }: { children: ReactNode; fallback: ReactNode }) {
  return <ErrorBoundary fallback={fallback}>{children}</ErrorBoundary>;
}
