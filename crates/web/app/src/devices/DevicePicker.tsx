// A device picker. It switches the device of the running track, or starts the selected device if there is no track.
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useId, useState } from 'react';
import styles from './DevicePicker.module.css';
import { useT } from '../i18n/current';
import { devices } from '../i18n/en/devices';
import type { Message } from '../i18n/message';
import { useInputDevices } from './useInputDevices';
import type { MediaInput } from './useLocalMedia';

interface Props {
  label: string;
  kind: 'videoinput' | 'audioinput';
  device: MediaInput<LocalVideoTrack> | MediaInput<LocalAudioTrack>;
}

export function DevicePicker({ label, kind, device }: Props) {
  const t = useT();
  const id = useId();
  const { track, isStarting, input } = device;
  const listed = useInputDevices(kind, device);
  const [pendingId, setPendingId] = useState<string | null>(null);
  const [hasFailed, setHasFailed] = useState(false);

  const selectDevice = async (deviceId: string) => {
    setPendingId(deviceId);
    setHasFailed(false);
    try {
      await input.selectDevice(deviceId);
    } catch {
      setHasFailed(true);
    } finally {
      setPendingId(null);
    }
  };

  const current = pendingId ?? input.deviceId();
  const isListed = listed.some((one) => one.deviceId === current);
  return (
    <div className={styles.picker}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={isListed ? current : ''}
        disabled={isStarting || listed.length === 0}
        onChange={(event) => void selectDevice(event.target.value)}
      >
        {!isListed && (
          <option value="" disabled={listed.length > 0}>
            {t(placeholder({ isStarting, hasTrack: track !== null && !input.isLost(), hasDevices: listed.length > 0 }))}
          </option>
        )}
        {listed.map((one, index) => (
          <option key={one.deviceId} value={one.deviceId}>
            {one.label || t(devices.numbered, { device: label, number: index + 1 })}
          </option>
        ))}
      </select>
      <p role="alert" className={styles.refused}>
        {hasFailed && t(devices.startFailed)}
      </p>
    </div>
  );
}

/** The placeholder while no listed device is in use. */
function placeholder({ isStarting, hasTrack, hasDevices }: { isStarting: boolean; hasTrack: boolean; hasDevices: boolean }): Message {
  if (isStarting) return devices.starting;
  if (hasTrack) return devices.default;
  return hasDevices ? devices.noneSelected : devices.noneFound;
}
