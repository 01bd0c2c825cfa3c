import type { Figure } from './figures';
import styles from './Figures.module.css';

export function Figures({ figures, size = 'large' }: { figures: Figure[]; size?: 'large' | 'small' }) {
  return (
    <dl className={`${styles.figures} ${styles[size]}`}>
      {figures.map(({ label, value }) => (
        <div key={label} className={styles.figure}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
