// The creator's preview: picture and microphone level.
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useEffect, useRef, type ReactNode } from 'react';
import { isMirrored as isMirroredSetting } from '../devices/mediaSettings';
import { useStored } from '../storage/storedValue';
import { LevelMeter } from './LevelMeter';
import styles from './StreamPreview.module.css';

export interface StreamPreviewProps {
  localVideoTrack: LocalVideoTrack | null;
  localAudioTrack: LocalAudioTrack | null;
  /** The browser is being asked for devices. */
  isAsking: boolean;
  /** The user has the camera switched on. */
  isCameraOn: boolean;
  /** Overlay on the picture, such as the live badge. */
  children?: ReactNode;
}

export function StreamPreview({ localVideoTrack, localAudioTrack, isAsking, isCameraOn, children }: StreamPreviewProps) {
  const element = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const video = element.current;
    if (!video || !localVideoTrack) return undefined;
    localVideoTrack.attach(video);
    return () => {
      localVideoTrack.detach(video);
    };
  }, [localVideoTrack]);

  const isMuted = localVideoTrack?.isMuted ?? false;
  const isMirrorWanted = useStored(isMirroredSetting);
  // People expect a mirrored picture of themselves, but not from a camera that faces away.
  const isMirrored = isMirrorWanted && localVideoTrack?.mediaStreamTrack.getSettings().facingMode !== 'environment';
  return (
    <div className={styles.stage}>
      <video
        ref={element}
        className={isMirrored ? styles.mirrored : undefined}
        hidden={!localVideoTrack || isMuted}
        aria-label="Your camera"
        muted
        playsInline
        autoPlay
      />
      {!localVideoTrack && <p className={styles.off}>{isAsking ? 'Starting the camera…' : 'No camera'}</p>}
      {isMuted && <p className={styles.off}>{isCameraOn ? 'Your camera has stopped' : 'Your camera is off'}</p>}
      <div className={styles.overlay}>{children}</div>
      <div className={styles.level}>
        <LevelMeter track={localAudioTrack} isStarting={isAsking} />
      </div>
    </div>
  );
}
