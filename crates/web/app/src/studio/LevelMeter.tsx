// Shows the microphone's level, and a hint if something seems wrong with it.
import type { LocalAudioTrack } from 'livekit-client';
import { HINT_TEXTS } from '../devices/microphoneCheck';
import { useMicrophone } from '../devices/useMicrophone';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { Icon } from '../ui/Icon';
import styles from './LevelMeter.module.css';

export function LevelMeter({ track, isStarting }: { track: LocalAudioTrack | null; isStarting: boolean }) {
  const t = useT();
  const { level, hint } = useMicrophone(track);
  return (
    <>
      {/* Exists before its text, as screen readers require. */}
      <p role="status" className={hint === null ? 'visually-hidden' : styles.hint}>
        {hint !== null && t(HINT_TEXTS[hint])}
      </p>
      {track ? <Meter level={level} isMuted={track.isMuted} /> : <NoMicrophone isStarting={isStarting} />}
    </>
  );
}

function NoMicrophone({ isStarting }: { isStarting: boolean }) {
  const t = useT();
  return (
    <p className={styles.row}>
      <Icon name="micOff" size={16} />
      {t(isStarting ? studio.startingMicrophone : studio.noMicrophoneFound)}
    </p>
  );
}

function Meter({ level, isMuted }: { level: number; isMuted: boolean }) {
  const t = useT();
  const percent = Math.round(level * 100);
  return (
    <div className={styles.row}>
      <Icon name={isMuted ? 'micOff' : 'mic'} size={16} />
      <div
        className={styles.meter}
        role="meter"
        aria-label={t(studio.microphoneLevel)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={isMuted ? t(studio.muted) : undefined}
      >
        <div className={styles.fill} style={{ transform: `scaleX(${percent / 100})` }} />
      </div>
    </div>
  );
}
