// The sound check before a broadcast: a test sound, and a sample of the microphone that is played back.
import type { LocalAudioTrack } from 'livekit-client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { recordSample } from '../devices/recordSample';
import { playSound, testTone } from '../devices/speaker';

export type SoundCheckPhase = 'idle' | 'recording' | 'playing' | 'failed';

const SAMPLE_MS = 3_000;

export interface SoundCheck {
  phase: SoundCheckPhase;
  playTestSound: () => void;
  recordAndPlay: () => void;
}

/** Stops when the component is unmounted or the microphone changes. */
export function useSoundCheck(track: LocalAudioTrack | null): SoundCheck {
  const [phase, setPhase] = useState<SoundCheckPhase>('idle');
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), [track]);

  const run = useCallback((check: (signal: AbortSignal) => Promise<void>) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    check(abort.signal)
      .then(() => 'idle' as const)
      .catch(() => 'failed' as const)
      .then((result) => {
        // Another check has been started meanwhile.
        if (running.current === abort) setPhase(result);
      })
      .catch(() => undefined);
  }, []);

  const playTestSound = useCallback(
    () =>
      run(async (signal) => {
        setPhase('playing');
        await playSound(testTone, signal);
      }),
    [run],
  );

  const recordAndPlay = useCallback(() => {
    if (track === null) return;
    run(async (signal) => {
      setPhase('recording');
      const recording = await recordSample(track.mediaStreamTrack, SAMPLE_MS, signal);
      if (signal.aborted) return;
      const decoder = new AudioContext();
      const buffer = await decoder.decodeAudioData(await recording.arrayBuffer()).finally(async () => decoder.close());
      if (signal.aborted) return;
      setPhase('playing');
      await playSound((context) => {
        const source = context.createBufferSource();
        source.buffer = buffer;
        return source;
      }, signal);
    });
  }, [run, track]);

  return { phase, playTestSound, recordAndPlay };
}
