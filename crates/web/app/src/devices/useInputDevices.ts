// Lists cameras, microphones or speakers and keeps the list current. The media library's hook may open a device to learn the
// names; this one doesn't.
import { useEffect, useState } from 'react';

/** `access` must change when the user grants access: before that, browsers hide device names. */
export function useInputDevices(kind: MediaDeviceKind, access: unknown): MediaDeviceInfo[] {
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
