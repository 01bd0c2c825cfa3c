// Shows the microphone's level.
import type { LocalAudioTrack } from 'livekit-client';
import { useAudioLevel } from '../devices/useAudioLevel';
import { Icon } from '../ui/Icon';
import styles from './LevelMeter.module.css';

export function LevelMeter({ track, isStarting }: { track: LocalAudioTrack | null; isStarting: boolean }) {
  const level = useAudioLevel(track);
  if (!track) {
    return (
      <p className={styles.row}>
        <Icon name="micOff" size={16} />
        {isStarting ? 'Starting the microphone…' : 'No microphone'}
      </p>
    );
  }
  const { isMuted } = track;
  const percent = isMuted ? 0 : Math.round(level * 100);
  return (
    <div className={styles.row}>
      <Icon name={isMuted ? 'micOff' : 'mic'} size={16} />
      <div
        className={styles.meter}
        role="meter"
        aria-label="Microphone level"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={isMuted ? 'muted' : undefined}
      >
        <div className={styles.fill} style={{ transform: `scaleX(${percent / 100})` }} />
      </div>
    </div>
  );
}
