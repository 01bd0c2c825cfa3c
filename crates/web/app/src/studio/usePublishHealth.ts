// Monitors whether the enabled devices are sent, and applies the recoveries of `mediaHealth`.
import type { LocalAudioTrack, LocalVideoTrack, Room } from 'livekit-client';
import { useEffect, useRef, useState } from 'react';
import { onDeviceChange } from '../devices/acquire';
import type { LocalInput } from '../devices/localInput';
import type { LocalMedia } from '../devices/useLocalMedia';
import { sampleMedia, isPublished } from './mediaSample';
import { isFailing, updateHealth, nextRecovery, withAttempt, type MediaFault, type MediaHealth, type Recovery } from './mediaHealth';

/** The faults that have lasted long enough to be reported. */
export interface MediaFaults {
  camera: MediaFault | null;
  microphone: MediaFault | null;
}

type Input = LocalInput<LocalVideoTrack> | LocalInput<LocalAudioTrack>;

const SAMPLE_INTERVAL_MS = 1_000;
const NONE: MediaFaults = { camera: null, microphone: null };

/** Active while `isConnected`. Throttled timers of hidden tabs don't affect the rules. */
export function usePublishHealth(room: Room, { camera, microphone }: LocalMedia, isConnected: boolean): MediaFaults {
  const [mediaFaults, setMediaFaults] = useState(NONE);
  // Kept across reconnections, so that attempts are counted until one succeeds.
  const healthByInput = useRef<Partial<Record<keyof MediaFaults, MediaHealth>>>({});
  const [cameraInput, microphoneInput] = [camera.input, microphone.input];

  useEffect(() => {
    if (!isConnected) return undefined;
    let isCurrent = true;
    const checkInput = async (input: Input) => {
      const { name } = input;
      const sample = await sampleMedia(room, input);
      if (!isCurrent) return;
      let health = updateHealth(healthByInput.current[name] ?? null, sample, Date.now());
      const recovery = nextRecovery(health, sample);
      if (recovery !== null) health = withAttempt(health);
      healthByInput.current[name] = health;
      const fault = isFailing(health) ? health.fault : null;
      setMediaFaults((last) => (last[name] === fault ? last : { ...last, [name]: fault }));
      if (recovery !== null) await recover(room, input, recovery);
    };
    const checks = [cameraInput, microphoneInput].map((input) => {
      let isChecking = false;
      return async () => {
        if (isChecking) return;
        isChecking = true;
        // A failed recovery is retried, or replaced by another, after a later sample.
        await checkInput(input).catch(() => undefined);
        isChecking = false;
      };
    });
    const checkBoth = () => {
      for (const check of checks) void check();
    };
    const timer = setInterval(checkBoth, SAMPLE_INTERVAL_MS);
    const stopListening = onDeviceChange(checkBoth);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      stopListening();
      setMediaFaults(NONE);
    };
  }, [room, isConnected, cameraInput, microphoneInput]);

  return mediaFaults;
}

/** Publishes all devices, and restarts lost ones first. An ended track would send nothing. */
export async function publishMedia(room: Room, { camera, microphone }: LocalMedia): Promise<void> {
  await Promise.all([publishInput(room, camera.input), publishInput(room, microphone.input)]);
}

async function publishInput(room: Room, input: Input): Promise<void> {
  if (input.isLost()) await input.start();
  await input.prepare();
  const { track } = input.state();
  if (track !== null && !input.isLost() && !isPublished(room, track)) await room.localParticipant.publishTrack(track);
}

async function recover(room: Room, input: Input, recovery: Recovery): Promise<void> {
  const { track } = input.state();
  switch (recovery) {
    case 'restart':
      return input.isLost() ? input.start() : input.restart();
    case 'publish':
      return publishInput(room, input);
    case 'republish':
      if (track !== null) await room.localParticipant.unpublishTrack(track, false);
      return publishInput(room, input);
    case 'rejoin':
      // The connection rejoins automatically with a new token.
      return room.disconnect(false);
  }
}
