// One of the two device pickers. Choosing swaps the device inside the running track, live or not.
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useEffect, useId, useState } from 'react';
import styles from './DevicePicker.module.css';
import { preferDevice } from './preferredDevice';
import { useInputDevices } from './useInputDevices';

interface Props {
  label: string;
  kind: 'videoinput' | 'audioinput';
  track: LocalVideoTrack | LocalAudioTrack | null;
}

export function DevicePicker({ label, kind, track }: Props) {
  const id = useId();
  const devices = useInputDevices(kind, track);
  const [current, setCurrent] = useState('');
  const [isRefused, setIsRefused] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void track?.getDeviceId(false).then((deviceId) => {
      if (isCurrent) setCurrent(deviceId ?? '');
    });
    return () => {
      isCurrent = false;
    };
  }, [track, devices]);

  const choose = async (deviceId: string) => {
    setCurrent(deviceId);
    setIsRefused(false);
    try {
      await track?.setDeviceId({ exact: deviceId });
      preferDevice(kind, deviceId);
    } catch {
      setIsRefused(true);
      setCurrent((await track?.getDeviceId(false)) ?? '');
    }
  };

  return (
    <div className={styles.picker}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={current}
        disabled={!track || devices.length === 0}
        onChange={(event) => void choose(event.target.value)}
      >
        {!devices.some((device) => device.deviceId === current) && <option value={current}>{track ? 'Default' : '…'}</option>}
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
      <p role="alert" className={styles.refused}>
        {isRefused && 'This device couldn’t be started. Another program may be using it.'}
      </p>
    </div>
  );
}
