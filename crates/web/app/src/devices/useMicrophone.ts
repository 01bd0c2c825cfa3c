// Measures a microphone: its level from 0 to 1, and what its creator should be told.
import { type LocalAudioTrack, TrackEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { loudness } from './loudness';
import { checkMicrophone, type MicrophoneCheck, type MicrophoneHint } from './microphoneCheck';

const UPDATES_A_SECOND = 15;
/** At 48 kHz a window of 85 ms, longer than the time between two updates: no sound is missed. */
const WINDOW_SAMPLES = 4_096;

export interface MicrophoneState {
  /** Zero while muted: viewers hear nothing. */
  level: number;
  hint: MicrophoneHint | null;
}

const NOTHING: MicrophoneState = { level: 0, hint: null };

export function useMicrophone(track: LocalAudioTrack | null): MicrophoneState {
  const [state, setState] = useState(NOTHING);

  useEffect(() => {
    if (!track) return undefined;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = WINDOW_SAMPLES;
    const samples = new Float32Array(analyser.fftSize);
    let source: MediaStreamAudioSourceNode | undefined;
    let clone: MediaStreamTrack | undefined;
    const listen = () => {
      source?.disconnect();
      clone?.stop();
      // A muted track delivers silence. Its clone doesn't, and is sent to nobody. There is none while the microphone
      // is on: it would keep the device open when the creator selects another one.
      clone = track.isMuted && track.mediaStreamTrack.readyState === 'live' ? track.mediaStreamTrack.clone() : undefined;
      if (clone) clone.enabled = true;
      source = context.createMediaStreamSource(new MediaStream([clone ?? track.mediaStreamTrack]));
      source.connect(analyser);
    };
    listen();
    // Selecting another device replaces the media stream track.
    track.on(TrackEvent.Restarted, listen).on(TrackEvent.Muted, listen).on(TrackEvent.Unmuted, listen);
    // Autoplay policies may suspend audio processing until the first user gesture.
    const resumeAudio = () => void context.resume();
    window.addEventListener('pointerdown', resumeAudio);
    window.addEventListener('keydown', resumeAudio);
    let check: MicrophoneCheck | null = null;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const level = loudness(samples);
      const { isMuted } = track;
      // Suspended audio processing measures silence.
      check = context.state === 'running' ? checkMicrophone(check, { level, isMuted }, performance.now()) : null;
      const next = { level: isMuted ? 0 : level, hint: check?.hint ?? null };
      setState((last) => (last.level === next.level && last.hint === next.hint ? last : next));
    }, 1_000 / UPDATES_A_SECOND);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointerdown', resumeAudio);
      window.removeEventListener('keydown', resumeAudio);
      track.off(TrackEvent.Restarted, listen).off(TrackEvent.Muted, listen).off(TrackEvent.Unmuted, listen);
      clone?.stop();
      setState(NOTHING);
      void context.close();
    };
  }, [track]);

  return state;
}
