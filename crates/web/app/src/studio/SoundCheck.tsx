// Lets a creator hear themselves before a broadcast, on the speaker of their choice.
import type { LocalAudioTrack } from 'livekit-client';
import { canSelectSpeaker, speaker } from '../devices/speaker';
import { useInputDevices } from '../devices/useInputDevices';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
import { useStored } from '../storage/storedValue';
import { Button } from '../ui/Button';
import { SelectField } from '../ui/SelectField';
import styles from './SoundCheck.module.css';
import { useSoundCheck, type SoundCheckPhase } from './useSoundCheck';

const TEXTS: Record<SoundCheckPhase, Message> = {
  idle: studio.soundIdle,
  recording: studio.soundRecording,
  playing: studio.soundPlaying,
  failed: studio.soundFailed,
};

export function SoundCheck({ track }: { track: LocalAudioTrack | null }) {
  const t = useT();
  const { phase, playTestSound, recordAndPlay } = useSoundCheck(track);
  const speakers = useInputDevices('audiooutput', track);
  const selected = useStored(speaker);
  const isBusy = phase === 'recording' || phase === 'playing';
  const options = speakers.map(({ deviceId, label }, index) => ({ value: deviceId, label: label || t(studio.speakerNumber, { number: index + 1 }) }));
  return (
    <div className={styles.check}>
      {canSelectSpeaker() && options.length > 0 && (
        <SelectField
          label={t(studio.speaker)}
          value={options.some(({ value }) => value === selected) ? selected : 'default'}
          options={options.some(({ value }) => value === 'default') ? options : [{ value: 'default', label: t(studio.default) }, ...options]}
          onValueChange={speaker.set}
        />
      )}
      <div className={styles.actions}>
        <Button variant="secondary" isBusy={isBusy} onClick={playTestSound}>
          {t(studio.testSound)}
        </Button>
        <Button variant="secondary" isBusy={isBusy} disabled={track === null} onClick={recordAndPlay}>
          {t(studio.hearYourself)}
        </Button>
      </div>
      <p role="status" className={styles.text}>
        {t(TEXTS[phase])}
      </p>
    </div>
  );
}
