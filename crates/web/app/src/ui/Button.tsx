import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `signal`: makes something public or ends it, at most one visible at a time. `ending`: opens such a step. */
  variant?: 'primary' | 'secondary' | 'signal' | 'ending' | 'quiet';
  /** Busy: stays focusable, so that screen readers keep their position. */
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
