// The creator's preview: camera or shared screen, and microphone level.
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client';
import { useEffect, useRef, type ReactNode } from 'react';
import { isMirrored as isMirroredSetting } from '../devices/mediaSettings';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { useStored } from '../storage/storedValue';
import { LevelMeter } from './LevelMeter';
import styles from './StreamPreview.module.css';

export interface StreamPreviewProps {
  localVideoTrack: LocalVideoTrack | null;
  localAudioTrack: LocalAudioTrack | null;
  /** The shared screen. It takes the place of the camera, which is shown in a corner. */
  screenTrack: LocalVideoTrack | null;
  /** The browser is being asked for devices. */
  isAsking: boolean;
  /** The user has the camera switched on. */
  isCameraOn: boolean;
  /** Overlay on the picture, such as the live badge. */
  children?: ReactNode;
}

export function StreamPreview({ localVideoTrack, localAudioTrack, screenTrack, isAsking, isCameraOn, children }: StreamPreviewProps) {
  const t = useT();
  const camera = useAttached(localVideoTrack);
  const screen = useAttached(screenTrack);
  const isMuted = localVideoTrack?.isMuted ?? false;
  const isMirrorWanted = useStored(isMirroredSetting);
  // People expect a mirrored picture of themselves, but not from a camera that faces away.
  const isMirrored = isMirrorWanted && localVideoTrack?.getSourceTrackSettings().facingMode !== 'environment';
  return (
    <div className={styles.stage}>
      {screenTrack && <video ref={screen} aria-label={t(studio.yourScreen)} muted playsInline autoPlay />}
      <video
        ref={camera}
        className={`${isMirrored ? styles.mirrored : ''} ${screenTrack ? styles.inset : ''}`}
        hidden={!localVideoTrack || isMuted}
        aria-label={t(studio.yourCamera)}
        muted
        playsInline
        autoPlay
      />
      {!localVideoTrack && !screenTrack && <p className={styles.off}>{t(isAsking ? studio.startingCamera : studio.noCameraFound)}</p>}
      {isMuted && !screenTrack && <p className={styles.off}>{t(isCameraOn ? studio.cameraStopped : studio.cameraIsOff)}</p>}
      <div className={styles.overlay}>{children}</div>
      <div className={styles.level}>
        <LevelMeter track={localAudioTrack} isStarting={isAsking} />
      </div>
    </div>
  );
}

/** An element that shows the track. */
function useAttached(track: LocalVideoTrack | null) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (!video || !track) return undefined;
    track.attach(video);
    return () => {
      track.detach(video);
    };
  }, [track]);
  return element;
}
