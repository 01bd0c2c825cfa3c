// Text by users, such as a name or a title, within a text of the page.
import styles from './Name.module.css';

/** Isolated, so that its writing direction doesn't affect the text around it; it wraps anywhere to avoid overflow. */
export function Name({ children, className }: { children: string; className?: string | undefined }) {
  return <bdi className={className ? `${styles.name} ${className}` : styles.name}>{children}</bdi>;
}
