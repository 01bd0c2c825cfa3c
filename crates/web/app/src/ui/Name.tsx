// A text that somebody chose, such as a name or a title, within the words of the page.
import styles from './Name.module.css';

/** The words around it keep their order, whichever way it is written; it breaks anywhere before it sticks out. */
export function Name({ children, className }: { children: string; className?: string | undefined }) {
  return <bdi className={className ? `${styles.name} ${className}` : styles.name}>{children}</bdi>;
}
