import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { BasicIcon } from './BasicIcon';
import styles from './LiveBadge.module.css';

export function LiveBadge({ label, isMuted = false }: { label?: string; isMuted?: boolean }) {
  const t = useT();
  return <span className={`${styles.badge} ${isMuted ? styles.muted : styles.live}`}>{label ?? t(common.live)}</span>;
}

export function ViewerCount({ count }: { count: number }) {
  const t = useT();
  return (
    <span className={styles.viewers}>
      <BasicIcon name="eye" size={16} />
      <span>{t(common.viewers, { count })}</span>
    </span>
  );
}
