// The creator's camera, small, while they share a screen. Its sound is with the large picture.
import type { RemoteTrack } from 'livekit-client';
import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/current';
import { player } from '../../i18n/en/player';
import styles from './Player.module.css';

export function CameraInset({ track }: { track: RemoteTrack }) {
  const t = useT();
  const label = t(player.camera);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = track.attach();
    element.setAttribute('aria-label', label);
    place.current?.append(element);
    return () => {
      element.remove();
      track.detach(element);
    };
  }, [track, label]);
  return <div ref={place} className={styles.inset} />;
}
