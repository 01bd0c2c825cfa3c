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
import { BlurSwitch } from './BlurSwitch';
import { CheckButton } from './check/CheckButton';
import styles from './DevicePanel.module.css';
import { studio } from '../i18n/en/studio';
import { SoundCheck } from './SoundCheck';

interface Props {
  media: LocalMedia;
  /** Whether viewers would hear the sound check. */
  isLive: boolean;
  /** The creator has just set up the stream. */
  isNew: boolean;
  onCheckConnection: () => void;
}

export function DevicePanel({ media: { camera, microphone, blur }, isLive, isNew, onCheckConnection }: Props) {
  const t = useT();
  const resolutions: { value: Resolution; label: string }[] = [
    { value: '720p', label: t(studio.recommended, { size: '720p' }) },
    { value: '1080p', label: '1080p' },
  ];
  return (
    <div className={styles.container}>
      {isNew && (
        <Notice title={t(studio.isSetUp)}>
          <p>{t(studio.isSetUpText)}</p>
        </Notice>
      )}
      <section className={styles.panel} aria-label={t(studio.devices)}>
        <div className={styles.group}>
          <DevicePicker label={t(studio.camera)} kind="videoinput" device={camera} />
          <SelectField
            label={t(studio.pictureSize)}
            hint={t(studio.pictureSizeHint)}
            value={useStored(resolution)}
            options={resolutions}
            onValueChange={(value) => {
              resolution.set(value);
              void camera.input.applySettings();
            }}
          />
          <Switch
            label={t(studio.mirror)}
            hint={t(studio.mirrorHint)}
            checked={useStored(isMirrored)}
            onCheckedChange={isMirrored.set}
          />
          <BlurSwitch blur={blur} onChange={() => void camera.input.prepare()} />
        </div>
        <div className={styles.group}>
          <DevicePicker label={t(studio.microphone)} kind="audioinput" device={microphone} />
          <Switch
            label={t(studio.noiseSuppression)}
            hint={t(studio.noiseHint)}
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
