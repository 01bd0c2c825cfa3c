import { Icon } from './Icon';
import styles from './LiveBadge.module.css';

export function LiveBadge({ label = 'Live', isMuted = false }: { label?: string; isMuted?: boolean }) {
  return <span className={`${styles.badge} ${isMuted ? styles.muted : styles.live}`}>{label}</span>;
}

export function ViewerCount({ count }: { count: number }) {
  const words = count === 1 ? 'viewer' : 'viewers';
  return (
    <span className={styles.viewers}>
      <Icon name="eye" size={16} />
      <span>
        {count.toLocaleString('en')} {words}
      </span>
    </span>
  );
}
