// Tells the system what plays, for its lock screen, media keys and picture-in-picture window.
import { useEffect } from 'react';
import type { LiveMedia } from './LiveMedia';

export interface NowPlaying {
  title: string;
  artist: string;
  image: string | null;
}

export function useMediaSession({ title, artist, image }: NowPlaying, media: LiveMedia): void {
  useEffect(() => {
    if (!('mediaSession' in navigator)) return undefined;
    const { mediaSession } = navigator;
    mediaSession.metadata = new MediaMetadata({ title, artist, ...(image === null ? {} : { artwork: [{ src: image }] }) });
    mediaSession.playbackState = 'playing';
    // A live stream has no pause. Its sound stops, and the picture stays current.
    const setMuted = (isMuted: boolean) => {
      media.setSound({ volume: media.getState().volume, isMuted });
      mediaSession.playbackState = isMuted ? 'paused' : 'playing';
      if (!isMuted) media.resume();
    };
    mediaSession.setActionHandler('pause', () => setMuted(true));
    mediaSession.setActionHandler('play', () => setMuted(false));
    return () => {
      mediaSession.metadata = null;
      mediaSession.playbackState = 'none';
      mediaSession.setActionHandler('pause', null);
      mediaSession.setActionHandler('play', null);
    };
  }, [title, artist, image, media]);
}
