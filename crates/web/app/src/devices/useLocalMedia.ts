// Camera and microphone: asked for once, previewed, and the same two tracks then published.
import { createLocalTracks, LocalAudioTrack, LocalVideoTrack, TrackEvent, VideoPresets } from 'livekit-client';
import { useCallback, useEffect, useReducer, useState } from 'react';
import { deviceProblem, environmentProblem, factsAbout, thisEnvironment, type DeviceProblem } from './deviceProblem';
import { preferredDevice } from './preferredDevice';

export interface LocalMedia {
  video: LocalVideoTrack | null;
  audio: LocalAudioTrack | null;
  problem: DeviceProblem | null;
  isCameraOn: boolean;
  isMicOn: boolean;
  toggleCamera: () => void;
  toggleMic: () => void;
  tryAgain: () => void;
}

interface Tracks {
  video: LocalVideoTrack;
  audio: LocalAudioTrack;
}

/** While `isWanted`, holds both devices; lets go of them when the page is left. */
export function useLocalMedia(isWanted: boolean): LocalMedia {
  const [tracks, setTracks] = useState<Tracks | null>(null);
  const [problem, setProblem] = useState<DeviceProblem | null>(null);
  const [attempt, acquireAgain] = useReducer((count: number) => count + 1, 0);
  const [, refresh] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    let held: Tracks | null = null;
    acquire().then(
      (acquired) => {
        held = acquired;
        // The page may be gone by the time the person has answered the browser's question.
        if (isCurrent) setTracks(acquired);
        else stop(acquired);
      },
      async (error: unknown) => {
        const found = error instanceof EnvironmentError ? error.problem : await diagnose(error);
        if (isCurrent) setProblem(found);
      },
    );
    return () => {
      isCurrent = false;
      if (held) stop(held);
      setTracks(null);
    };
  }, [isWanted, attempt]);

  useEffect(() => {
    if (!tracks) return undefined;
    const both = [tracks.video, tracks.audio];
    // Unplugged: while live the media library falls back to another device; before that it's ours to do.
    const onEnded = (track: LocalVideoTrack | LocalAudioTrack) => {
      if (track.sender) return;
      track.restartTrack().catch(async (error: unknown) => setProblem(await diagnose(error)));
    };
    for (const track of both) {
      track.on(TrackEvent.Muted, refresh).on(TrackEvent.Unmuted, refresh).on(TrackEvent.Ended, onEnded);
    }
    return () => {
      for (const track of both) {
        track.off(TrackEvent.Muted, refresh).off(TrackEvent.Unmuted, refresh).off(TrackEvent.Ended, onEnded);
      }
    };
  }, [tracks]);

  const toggle = useCallback(async (track: LocalVideoTrack | LocalAudioTrack | undefined) => {
    if (!track) return;
    try {
      await (track.isMuted ? track.unmute() : track.mute());
    } catch (error) {
      // A camera that was switched off may be taken by another program meanwhile.
      setProblem(await diagnose(error));
    }
  }, []);

  return {
    video: tracks?.video ?? null,
    audio: tracks?.audio ?? null,
    problem,
    isCameraOn: tracks !== null && !tracks.video.isMuted,
    isMicOn: tracks !== null && !tracks.audio.isMuted,
    toggleCamera: () => void toggle(tracks?.video),
    toggleMic: () => void toggle(tracks?.audio),
    tryAgain: () => {
      setProblem(null);
      // Tracks that are already there may be on air: they are mended in place, never replaced.
      if (tracks) void mend(tracks).catch(async (error: unknown) => setProblem(await diagnose(error)));
      else acquireAgain();
    },
  };
}

async function mend({ video, audio }: Tracks): Promise<void> {
  for (const track of [video, audio]) {
    const isBroken = !track.isMuted && track.mediaStreamTrack.readyState === 'ended';
    if (isBroken) await track.restartTrack();
  }
}

class EnvironmentError extends Error {
  readonly problem: DeviceProblem;
  constructor(problem: DeviceProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

async function acquire(): Promise<Tracks> {
  const environment = environmentProblem(thisEnvironment());
  if (environment) throw new EnvironmentError(environment);
  const [camera, microphone] = [preferredDevice('videoinput'), preferredDevice('audioinput')];
  // Both in one request: one question to the person instead of two.
  const acquired = await createLocalTracks({
    video: { resolution: VideoPresets.h720.resolution, ...(camera ? { deviceId: { ideal: camera } } : {}) },
    audio: microphone ? { deviceId: { ideal: microphone } } : true,
  });
  const video = acquired.find((track) => track instanceof LocalVideoTrack);
  const audio = acquired.find((track) => track instanceof LocalAudioTrack);
  if (!video || !audio) throw new DOMException('a device gave no track', 'NotFoundError');
  return { video, audio };
}

async function diagnose(error: unknown): Promise<DeviceProblem> {
  const [camera, microphone] = await Promise.all([factsAbout('camera'), factsAbout('microphone')]);
  return deviceProblem(error, camera, microphone);
}

function stop({ video, audio }: Tracks): void {
  video.stop();
  audio.stop();
}
