import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `signal` makes something public or ends it, at most one of it in sight; `ending` leads to such a step. */
  variant?: 'primary' | 'secondary' | 'signal' | 'ending' | 'quiet';
  /** Working on it: stays focusable, so that a screen reader isn't thrown off the page. */
  isBusy?: boolean;
}

export function Button({ variant = 'primary', isBusy = false, className, onClick, type = 'button', ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={[styles.button, styles[variant], className].filter(Boolean).join(' ')}
      aria-disabled={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}
