// Camera, microphone and how they are used. Every change applies at once, also while live, and is remembered.
import { DevicePicker } from '../devices/DevicePicker';
import { isMirrored, isNoiseSuppressed, resolution, type Resolution } from '../devices/mediaSettings';
import type { LocalMedia } from '../devices/useLocalMedia';
import { connectionCheck } from '../i18n/en/connectionCheck';
import { useT } from '../i18n/current';
import { useStored } from '../storage/storedValue';
import { Notice } from '../ui/Notice';
import { SelectField } from '../ui/SelectField';
import { Switch } from '../ui/Switch';
import { CheckButton } from './check/CheckButton';
import styles from './DevicePanel.module.css';
import { SoundCheck } from './SoundCheck';

interface Props {
  media: LocalMedia;
  /** Whether viewers would hear the sound check. */
  isLive: boolean;
  /** The creator has just set up the stream. */
  isNew: boolean;
  onCheckConnection: () => void;
}

const RESOLUTIONS: readonly { value: Resolution; label: string }[] = [
  { value: '720p', label: '720p (recommended)' },
  { value: '1080p', label: '1080p' },
];

export function DevicePanel({ media: { camera, microphone }, isLive, isNew, onCheckConnection }: Props) {
  return (
    <div className={styles.container}>
      {isNew && (
        <Notice title="Your stream is set up">
          <p>Check picture and sound. Nothing is public until you press “Go live”.</p>
        </Notice>
      )}
      <section className={styles.panel} aria-label="Devices">
        <div className={styles.group}>
          <DevicePicker label="Camera" kind="videoinput" device={camera} />
          <SelectField
            label="Picture size"
            hint="1080p needs a fast computer and twice the upload. Viewers with a slow connection get a smaller picture."
            value={useStored(resolution)}
            options={RESOLUTIONS}
            onValueChange={(value) => {
              resolution.set(value);
              void camera.input.applySettings();
            }}
          />
          <Switch
            label="Mirror the preview"
            hint="Viewers see the picture as it is."
            checked={useStored(isMirrored)}
            onCheckedChange={isMirrored.set}
          />
        </div>
        <div className={styles.group}>
          <DevicePicker label="Microphone" kind="audioinput" device={microphone} />
          <Switch
            label="Noise suppression"
            hint="Removes noise around your voice. Turn it off for music."
            checked={useStored(isNoiseSuppressed)}
            onCheckedChange={(value) => {
              isNoiseSuppressed.set(value);
              void microphone.input.applySettings();
            }}
          />
        </div>
        {!isLive && <SoundCheck track={microphone.isOn ? microphone.track : null} />}
        {!isLive && <ConnectionCheck onOpen={onCheckConnection} />}
      </section>
    </div>
  );
}

function ConnectionCheck({ onOpen }: { onOpen: () => void }) {
  const t = useT();
  return (
    <div className={styles.check}>
      <CheckButton onOpen={onOpen} />
      <p className={styles.hint}>{t(connectionCheck.openHint)}</p>
    </div>
  );
}
