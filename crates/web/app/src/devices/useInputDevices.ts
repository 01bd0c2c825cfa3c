// The cameras or microphones of this machine, kept current. It only lists: the library's own hook may
// open a device to learn the names, and here nothing is opened twice.
import { useEffect, useState } from 'react';

/** `access` changes when the person has allowed access: only then do browsers tell names. */
export function useInputDevices(kind: 'videoinput' | 'audioinput', access: unknown): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);

  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return undefined;
    let isCurrent = true;
    const list = async () => {
      const all = await media.enumerateDevices();
      if (isCurrent) setDevices(all.filter((device) => device.kind === kind && device.deviceId !== ''));
    };
    void list();
    media.addEventListener('devicechange', list);
    return () => {
      isCurrent = false;
      media.removeEventListener('devicechange', list);
    };
  }, [kind, access]);

  return devices;
}
