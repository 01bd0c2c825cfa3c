// One of the two device pickers. Choosing swaps the device inside the running track, live or not; without one it
// starts the device that was chosen.
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
  const [chosen, setChosen] = useState<string | null>(null);
  const [isRefused, setIsRefused] = useState(false);

  const choose = async (deviceId: string) => {
    setChosen(deviceId);
    setIsRefused(false);
    try {
      await input.choose(deviceId);
    } catch {
      setIsRefused(true);
    } finally {
      setChosen(null);
    }
  };

  const current = chosen ?? input.deviceId();
  const isListed = devices.some((one) => one.deviceId === current);
  return (
    <div className={styles.picker}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={isListed ? current : ''}
        disabled={isStarting || devices.length === 0}
        onChange={(event) => void choose(event.target.value)}
      >
        {!isListed && (
          <option value="" disabled={devices.length > 0}>
            {placeholder({ isStarting, isThere: track !== null && !input.isLost(), isAnyListed: devices.length > 0 })}
          </option>
        )}
        {devices.map((one, index) => (
          <option key={one.deviceId} value={one.deviceId}>
            {one.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
      <p role="alert" className={styles.refused}>
        {isRefused && 'This device couldn’t be started. Another program may be using it.'}
      </p>
    </div>
  );
}

/** What stands there while none of those that are listed is in use. */
function placeholder({ isStarting, isThere, isAnyListed }: { isStarting: boolean; isThere: boolean; isAnyListed: boolean }): string {
  if (isStarting) return 'Starting…';
  if (isThere) return 'Default';
  return isAnyListed ? 'None selected' : 'None found';
}
