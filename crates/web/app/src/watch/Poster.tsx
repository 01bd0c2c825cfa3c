// The latest picture of the broadcast, blurred behind messages and the player, until the first frame arrives.
import { useEffect, useState } from 'react';
import type { LiveMedia } from './player/LiveMedia';
import styles from './Poster.module.css';

/** The stage is as large without it. Without a picture, or if it can't be loaded, the stage stays dark. */
export function Poster({ src, media }: { src: string | null; media: LiveMedia }) {
  const [isDone, setIsDone] = useState(false);
  useEffect(() => {
    const { element } = media;
    const hide = () => setIsDone(true);
    element.addEventListener('loadeddata', hide);
    return () => element.removeEventListener('loadeddata', hide);
  }, [media]);
  return src && !isDone ? <img className={styles.poster} src={src} alt="" width={1280} height={720} onError={() => setIsDone(true)} /> : null;
}
