// The creator's mirror: what the camera sees and how loud the microphone is.
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useEffect, useRef, type ReactNode } from 'react';
import { LevelMeter } from './LevelMeter';
import styles from './StreamPreview.module.css';

export interface StreamPreviewProps {
  localVideoTrack: LocalVideoTrack | null;
  localAudioTrack: LocalAudioTrack | null;
  /** What lies over the picture, as the live badge. */
  children?: ReactNode;
}

export function StreamPreview({ localVideoTrack, localAudioTrack, children }: StreamPreviewProps) {
  const element = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const video = element.current;
    if (!video || !localVideoTrack) return undefined;
    localVideoTrack.attach(video);
    return () => {
      localVideoTrack.detach(video);
    };
  }, [localVideoTrack]);

  const isCameraOff = localVideoTrack?.isMuted ?? false;
  // People know themselves mirrored; a camera that looks away from them shows the world as it is.
  const isMirrored = localVideoTrack?.mediaStreamTrack.getSettings().facingMode !== 'environment';
  return (
    <div className={styles.stage}>
      <video
        ref={element}
        className={isMirrored ? styles.mirrored : undefined}
        hidden={!localVideoTrack || isCameraOff}
        aria-label="Your camera"
        muted
        playsInline
        autoPlay
      />
      {!localVideoTrack && <p className={styles.off}>No picture yet</p>}
      {isCameraOff && <p className={styles.off}>Your camera is off</p>}
      <div className={styles.overlay}>{children}</div>
      <div className={styles.level}>
        <LevelMeter track={localAudioTrack} />
      </div>
    </div>
  );
}
