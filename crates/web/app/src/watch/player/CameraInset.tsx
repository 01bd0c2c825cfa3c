// The creator's camera, small, while they share a screen. Its sound is with the large picture.
import type { RemoteTrack } from 'livekit-client';
import { useEffect, useRef } from 'react';
import styles from './Player.module.css';

export function CameraInset({ track }: { track: RemoteTrack }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = track.attach();
    element.setAttribute('aria-label', 'Camera');
    place.current?.append(element);
    return () => {
      element.remove();
      track.detach(element);
    };
  }, [track]);
  return <div ref={place} className={styles.inset} />;
}
