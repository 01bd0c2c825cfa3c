// Lets a creator hear themselves before a broadcast, on the speaker of their choice.
import type { LocalAudioTrack } from 'livekit-client';
import { canSelectSpeaker, speaker } from '../devices/speaker';
import { useInputDevices } from '../devices/useInputDevices';
import { useStored } from '../storage/storedValue';
import { Button } from '../ui/Button';
import { SelectField } from '../ui/SelectField';
import styles from './SoundCheck.module.css';
import { useSoundCheck, type SoundCheckPhase } from './useSoundCheck';

const TEXTS: Record<SoundCheckPhase, string> = {
  idle: 'Records 3 seconds and plays them to you. Nobody else hears it.',
  recording: 'Recording. Say something.',
  playing: 'Playing.',
  failed: 'That didn’t work. Choose another speaker or microphone, and try again.',
};

export function SoundCheck({ track }: { track: LocalAudioTrack | null }) {
  const { phase, playTestSound, recordAndPlay } = useSoundCheck(track);
  const speakers = useInputDevices('audiooutput', track);
  const selected = useStored(speaker);
  const isBusy = phase === 'recording' || phase === 'playing';
  const options = speakers.map(({ deviceId, label }, index) => ({ value: deviceId, label: label || `Speaker ${index + 1}` }));
  return (
    <div className={styles.check}>
      {canSelectSpeaker() && options.length > 0 && (
        <SelectField
          label="Speaker"
          value={options.some(({ value }) => value === selected) ? selected : 'default'}
          options={options.some(({ value }) => value === 'default') ? options : [{ value: 'default', label: 'Default' }, ...options]}
          onValueChange={speaker.set}
        />
      )}
      <div className={styles.actions}>
        <Button variant="secondary" isBusy={isBusy} onClick={playTestSound}>
          Test sound
        </Button>
        <Button variant="secondary" isBusy={isBusy} disabled={track === null} onClick={recordAndPlay}>
          Hear yourself
        </Button>
      </div>
      <p role="status" className={styles.text}>
        {TEXTS[phase]}
      </p>
    </div>
  );
}
