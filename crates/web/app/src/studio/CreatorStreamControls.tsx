// The controls of a live broadcast.
import { Button } from '../ui/Button';
import { ViewerCount } from '../ui/LiveBadge';
import styles from './CreatorStreamControls.module.css';
import { MediaToggles } from './MediaToggles';

export interface CreatorStreamControlsProps {
  onToggleCamera: () => void;
  onToggleMic: () => void;
  onEndStream: () => void;
  isCameraOn: boolean;
  isMicOn: boolean;
  viewerCount: number;
  /** A device may be missing. */
  hasCamera?: boolean;
  hasMic?: boolean;
}

export function CreatorStreamControls({ onEndStream, viewerCount, hasCamera = true, hasMic = true, ...toggles }: CreatorStreamControlsProps) {
  return (
    <div className={styles.bar} role="group" aria-label="Stream controls">
      <MediaToggles {...toggles} hasCamera={hasCamera} hasMic={hasMic} />
      <div className={styles.viewers} aria-live="polite" aria-atomic="true">
        <ViewerCount count={viewerCount} />
      </div>
      <Button variant="ending" onClick={onEndStream}>
        End stream
      </Button>
    </div>
  );
}
