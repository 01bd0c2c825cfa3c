// A link that looks like a button, because it is the page's next step.
import { Link, type LinkProps } from 'react-router';
import styles from './Button.module.css';

export function ButtonLink({ variant = 'primary', className, ...rest }: LinkProps & { className?: string | undefined; variant?: 'primary' | 'secondary' | 'quiet' }) {
  return <Link {...rest} className={[styles.button, styles[variant], className].filter(Boolean).join(' ')} />;
}
