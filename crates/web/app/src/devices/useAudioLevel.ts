// The level of a microphone, from 0 to 1.
import { type LocalAudioTrack, TrackEvent } from 'livekit-client';
import { useEffect, useState } from 'react';

const UPDATES_A_SECOND = 15;
/** The level that is shown as silence. */
const FLOOR_DB = -60;

export function useAudioLevel(track: LocalAudioTrack | null): number {
  const [level, setLevel] = useState(0);

  useEffect(() => {
    if (!track) return undefined;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    const samples = new Float32Array(analyser.fftSize);
    let source: MediaStreamAudioSourceNode | undefined;
    const listen = () => {
      source?.disconnect();
      source = context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack]));
      source.connect(analyser);
    };
    listen();
    // Selecting another device replaces the media stream track.
    track.on(TrackEvent.Restarted, listen);
    // Autoplay policies may suspend audio processing until the first user gesture.
    const resumeAudio = () => void context.resume();
    window.addEventListener('pointerdown', resumeAudio);
    window.addEventListener('keydown', resumeAudio);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      setLevel(loudness(samples));
    }, 1_000 / UPDATES_A_SECOND);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointerdown', resumeAudio);
      window.removeEventListener('keydown', resumeAudio);
      track.off(TrackEvent.Restarted, listen);
      void context.close();
    };
  }, [track]);

  return track ? level : 0;
}

/** Root mean square in decibels, rounded to steps to avoid re-renders. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) || Number.MIN_VALUE);
  const level = Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
  return Math.round(level * 50) / 50;
}
