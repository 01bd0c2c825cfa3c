// Camera and microphone: asked for once, previewed, and the same two tracks then published.
import { createLocalTracks, LocalAudioTrack, LocalVideoTrack, TrackEvent, VideoPresets } from 'livekit-client';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
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

type LocalTrack = LocalVideoTrack | LocalAudioTrack;

interface Tracks {
  video: LocalVideoTrack;
  audio: LocalAudioTrack;
}

/** While `isWanted`, holds both devices; lets go of them when the page is left. */
export function useLocalMedia(isWanted: boolean): LocalMedia {
  const [tracks, setTracks] = useState<Tracks | null>(null);
  const [problem, setProblem] = useState<DeviceProblem | null>(null);
  /** Tracks that ended by themselves while on air, until they are back, and whether they were switched on. */
  const lost = useRef(new Map<LocalTrack, { wasOn: boolean }>());
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
    let isCurrent = true;
    const tell = async (error: unknown) => {
      const found = await diagnose(error);
      if (isCurrent) setProblem(found);
    };
    // Unplugged, or no longer allowed. While live the media library looks for another device, and mutes
    // the track when there is none; before that it's ours to do.
    const onEnded = (track: LocalTrack) => {
      if (!track.sender) {
        track.restartTrack().catch(tell);
        return;
      }
      lost.current.set(track, { wasOn: !track.isMuted });
      // Muted by the person: it stays so, but what will keep it from coming back can be told now.
      if (track.isMuted) void reasonOfLoss(track).then((reason) => reason && tell(reason));
    };
    const onMuted = (track: LocalTrack) => {
      refresh();
      // Not the person's doing: asking for the device again either brings it back or says why it can't be.
      if (lost.current.get(track)?.wasOn) track.unmute().catch(tell);
    };
    const onRestarted = (track: LocalTrack) => {
      if (lost.current.delete(track) && lost.current.size === 0) setProblem(null);
    };
    const forget = both.map((track) => {
      const muted = () => onMuted(track);
      const restarted = () => onRestarted(track);
      track
        .on(TrackEvent.Muted, muted)
        .on(TrackEvent.Unmuted, refresh)
        .on(TrackEvent.Ended, onEnded)
        .on(TrackEvent.Restarted, restarted);
      return () =>
        track
          .off(TrackEvent.Muted, muted)
          .off(TrackEvent.Unmuted, refresh)
          .off(TrackEvent.Ended, onEnded)
          .off(TrackEvent.Restarted, restarted);
    });
    const held = lost.current;
    return () => {
      isCurrent = false;
      held.clear();
      for (const off of forget) off();
    };
  }, [tracks]);

  const toggle = useCallback(async (track: LocalTrack | undefined) => {
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
      if (tracks) void mend(tracks, lost.current).catch(async (error: unknown) => setProblem(await diagnose(error)));
      else acquireAgain();
    },
  };
}

async function mend({ video, audio }: Tracks, lost: Map<LocalTrack, { wasOn: boolean }>): Promise<void> {
  for (const track of [video, audio]) {
    const isBroken = track.mediaStreamTrack.readyState === 'ended';
    // What the person had muted isn't put on air by mending it.
    if (lost.get(track)?.wasOn && track.isMuted) await track.unmute();
    else if (isBroken && !track.isMuted) await track.restartTrack();
  }
}

/** What the browser would say if the device were asked for, as far as that is known without asking. */
async function reasonOfLoss(track: LocalTrack): Promise<DOMException | null> {
  const { permission, isPresent } = await factsAbout(track instanceof LocalVideoTrack ? 'camera' : 'microphone');
  if (permission === 'denied') return new DOMException('no longer allowed', 'NotAllowedError');
  return isPresent === false ? new DOMException('no longer there', 'NotFoundError') : null;
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
