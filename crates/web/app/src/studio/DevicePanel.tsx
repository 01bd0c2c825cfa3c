// Camera, microphone and how they are used.
import { DevicePicker } from '../devices/DevicePicker';
import type { LocalMedia } from '../devices/useLocalMedia';
import { Notice } from '../ui/Notice';
import styles from './DevicePanel.module.css';

interface Props {
  media: LocalMedia;
  /** The creator has just set up the stream. */
  isNew: boolean;
}

export function DevicePanel({ media, isNew }: Props) {
  return (
    <div className={styles.container}>
      {isNew && (
        <Notice title="Your stream is set up">
          <p>Check picture and sound. Nothing is public until you press “Go live”.</p>
        </Notice>
      )}
      <section className={styles.panel} aria-label="Devices">
        <DevicePicker label="Camera" kind="videoinput" device={media.camera} />
        <DevicePicker label="Microphone" kind="audioinput" device={media.microphone} />
      </section>
    </div>
  );
}
