// A device picker. It switches the device of the running track, or starts the selected device if there is no track.
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useId, useState } from 'react';
import styles from './DevicePicker.module.css';
import { useInputDevices } from './useInputDevices';
import type { MediaInput } from './useLocalMedia';

interface Props {
  label: string;
  kind: 'videoinput' | 'audioinput';
  device: MediaInput<LocalVideoTrack> | MediaInput<LocalAudioTrack>;
}

export function DevicePicker({ label, kind, device }: Props) {
  const id = useId();
  const { track, isStarting, input } = device;
  const devices = useInputDevices(kind, device);
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
  const isListed = devices.some((one) => one.deviceId === current);
  return (
    <div className={styles.picker}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={isListed ? current : ''}
        disabled={isStarting || devices.length === 0}
        onChange={(event) => void selectDevice(event.target.value)}
      >
        {!isListed && (
          <option value="" disabled={devices.length > 0}>
            {placeholder({ isStarting, hasTrack: track !== null && !input.isLost(), hasDevices: devices.length > 0 })}
          </option>
        )}
        {devices.map((one, index) => (
          <option key={one.deviceId} value={one.deviceId}>
            {one.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
      <p role="alert" className={styles.refused}>
        {hasFailed && 'This device couldn’t be started. Another program may be using it.'}
      </p>
    </div>
  );
}

/** The placeholder while no listed device is in use. */
function placeholder({ isStarting, hasTrack, hasDevices }: { isStarting: boolean; hasTrack: boolean; hasDevices: boolean }): string {
  if (isStarting) return 'Starting…';
  if (hasTrack) return 'Default';
  return hasDevices ? 'None selected' : 'None found';
}
