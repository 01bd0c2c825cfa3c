// Shares the creator's screen with its sound, beside camera and microphone. It may start before the broadcast, which
// then starts with it. It survives a lost connection: it is published again when the page has rejoined. It ends with
// the broadcast.
import { Track, TrackEvent, type LocalTrack, type LocalVideoTrack, type Room } from 'livekit-client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isAllowedByPolicy } from '../devices/deviceProblem';
import { logError } from '../errors/logError';
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';

export interface ScreenShare {
  /** Phones share no screen, and the permissions policy of a page may prevent it. */
  isSupported: boolean;
  /** The shared picture; null while nothing is shared. */
  track: LocalVideoTrack | null;
  hasSound: boolean;
  isStarting: boolean;
  problem: Message | null;
  start: () => void;
  stop: () => void;
}

/** `isSending`: a broadcast runs here, or its connection is being restored. */
export function useScreenShare(room: Room, { isConnected, isSending }: { isConnected: boolean; isSending: boolean }): ScreenShare {
  const [tracks, setTracks] = useState<LocalTrack[]>([]);
  const [isStarting, setIsStarting] = useState(false);
  const [problem, setProblem] = useState<Message | null>(null);
  /** What is captured now, also before it is published. */
  const captured = useRef<LocalTrack[]>([]);

  const stop = useCallback(() => {
    for (const track of captured.current) {
      track.stop();
      if (isPublished(room, track)) void room.localParticipant.unpublishTrack(track, true)?.catch(() => undefined);
    }
    captured.current = [];
    setTracks([]);
  }, [room]);

  const start = useCallback(() => {
    const share = async () => {
      setIsStarting(true);
      setProblem(null);
      try {
        const shared = await room.localParticipant.createScreenTracks(CAPTURE_OPTIONS);
        stop();
        captured.current = shared;
        setTracks(shared);
      } catch (error) {
        // The creator has closed the browser's question, or the system denies it and says so itself.
        if (!(error instanceof Error && error.name === 'NotAllowedError')) setProblem(studio.screenNotShared);
      } finally {
        setIsStarting(false);
      }
    };
    void share();
  }, [room, stop]);

  // "Stop sharing" of the browser, or the shared window was closed.
  useEffect(() => {
    for (const track of tracks) track.on(TrackEvent.Ended, stop);
    return () => {
      for (const track of tracks) track.off(TrackEvent.Ended, stop);
    };
  }, [tracks, stop]);

  useEffect(() => {
    if (!isConnected || tracks.length === 0) return;
    const publish = async () => {
      for (const track of tracks) {
        const isCurrent = captured.current.includes(track);
        if (isCurrent && !isPublished(room, track)) await room.localParticipant.publishTrack(track);
      }
    };
    publish().catch((error: unknown) => {
      // While the connection breaks, the next one publishes it.
      if (room.state !== 'connected') return;
      logError('Sharing the screen', error);
      setProblem(studio.screenNotSent);
      stop();
    });
  }, [room, isConnected, tracks, stop]);

  useEffect(() => stop, [stop]);
  useEffect(() => {
    if (!isSending) return undefined;
    return () => {
      stop();
      setProblem(null);
    };
  }, [isSending, stop]);

  const picture = tracks.find(({ kind }) => kind === Track.Kind.Video) ?? null;
  return {
    isSupported: typeof navigator.mediaDevices?.getDisplayMedia === 'function' && isAllowedByPolicy('display-capture') !== false,
    track: picture as LocalVideoTrack | null,
    hasSound: tracks.some(({ kind }) => kind === Track.Kind.Audio),
    isStarting,
    problem,
    start,
    stop,
  };
}

/** Music and games, not a voice: the sound is sent as it is. */
const CAPTURE_OPTIONS = {
  audio: { autoGainControl: false, echoCancellation: false, noiseSuppression: false },
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
  systemAudio: 'include',
} as const;

function isPublished(room: Room, track: LocalTrack): boolean {
  return room.localParticipant.getTrackPublications().some((publication) => publication.track === track);
}
