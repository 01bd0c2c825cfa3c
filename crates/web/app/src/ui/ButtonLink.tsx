// A link in the style of a button.
import { Link, type LinkProps } from 'react-router';
import styles from './Button.module.css';

export function ButtonLink({ variant = 'primary', className, ...rest }: LinkProps & { className?: string | undefined; variant?: 'primary' | 'secondary' | 'quiet' }) {
  return <Link {...rest} className={[styles.button, styles[variant], className].filter(Boolean).join(' ')} />;
}
