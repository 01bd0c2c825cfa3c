// The controls of a live broadcast, and its state.
import type { ReactNode } from 'react';
import { Button } from '../ui/Button';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { ControlRow } from './ControlRow';
import styles from './CreatorStreamControls.module.css';
import { ElapsedTime } from './ElapsedTime';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { MediaToggles } from './MediaToggles';

export interface CreatorStreamControlsProps {
  onToggleCamera: () => void;
  onToggleMic: () => void;
  onEndStream: () => void;
  isCameraOn: boolean;
  isMicOn: boolean;
  viewerCount: number;
  /** The most viewers at the same time; null if there were none. */
  peakViewers?: number | null;
  startedAt?: string | null;
  badge?: { label: string; isMuted: boolean };
  /** A device may be missing. */
  hasCamera?: boolean;
  hasMic?: boolean;
  /** More about the state, such as the quality of the connection. */
  health?: ReactNode;
  /** More buttons beside those for camera and microphone. */
  tools?: ReactNode;
}

export function CreatorStreamControls(props: CreatorStreamControlsProps) {
  const t = useT();
  const { onEndStream, viewerCount, peakViewers = null, startedAt = null, badge, hasCamera = true, hasMic = true, health, ...toggles } = props;
  return (
    <ControlRow
      label={t(studio.controls)}
      state={
        <>
          {badge && <LiveBadge {...badge} />}
          {startedAt !== null && <ElapsedTime since={startedAt} />}
          <div className={styles.viewers} aria-live="polite" aria-atomic="true">
            <ViewerCount count={viewerCount} />
          </div>
          {peakViewers !== null && <span className={styles.peak}>{t(studio.peak, { viewers: peakViewers })}</span>}
          {health}
        </>
      }
      toggles={<MediaToggles {...toggles} hasCamera={hasCamera} hasMic={hasMic} />}
      actions={
        <Button variant="ending" onClick={onEndStream}>
          {t(studio.endStream)}
        </Button>
      }
    />
  );
}
