// Watches whether what the creator means to send is sent, and mends it. The rules are in `sending`.
import type { LocalAudioTrack, LocalVideoTrack, Room } from 'livekit-client';
import { useEffect, useRef, useState } from 'react';
import { onDeviceChange } from '../devices/acquire';
import type { LocalInput } from '../devices/localInput';
import type { LocalMedia } from '../devices/useLocalMedia';
import { factsOf, isPublished } from './mediumFacts';
import { isFailing, read, remedyOf, tried, type Fault, type Medium, type Remedy } from './sending';

/** What of the two doesn't get through, for long enough to be spoken of. */
export interface Failing {
  camera: Fault | null;
  microphone: Fault | null;
}

type Input = LocalInput<LocalVideoTrack> | LocalInput<LocalAudioTrack>;

const SAMPLE_INTERVAL_MS = 1_000;
const NONE: Failing = { camera: null, microphone: null };

/** While `isConnected`. How often a hidden tab may look doesn't matter to the rules. */
export function useSending(room: Room, { camera, microphone }: LocalMedia, isConnected: boolean): Failing {
  const [failing, setFailing] = useState(NONE);
  // Outlives a reconnection: what was tried is remembered until it helped.
  const memory = useRef<Partial<Record<keyof Failing, Medium>>>({});
  const [cameraInput, microphoneInput] = [camera.input, microphone.input];

  useEffect(() => {
    if (!isConnected) return undefined;
    let isCurrent = true;
    const lookAt = async (input: Input) => {
      const { name } = input;
      const facts = await factsOf(room, input);
      if (!isCurrent) return;
      let medium = read(memory.current[name] ?? null, facts, Date.now());
      const remedy = remedyOf(medium, facts);
      if (remedy !== null) medium = tried(medium);
      memory.current[name] = medium;
      const fault = isFailing(medium) ? medium.fault : null;
      setFailing((last) => (last[name] === fault ? last : { ...last, [name]: fault }));
      if (remedy !== null) await recover(room, input, remedy);
    };
    const looks = [cameraInput, microphoneInput].map((input) => {
      let isLooking = false;
      return async () => {
        if (isLooking) return;
        isLooking = true;
        // What fails now is tried again, or another way, by a later look.
        await lookAt(input).catch(() => undefined);
        isLooking = false;
      };
    });
    const lookAtBoth = () => {
      for (const look of looks) void look();
    };
    const timer = setInterval(lookAtBoth, SAMPLE_INTERVAL_MS);
    const stopListening = onDeviceChange(lookAtBoth);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      stopListening();
      setFailing(NONE);
    };
  }, [room, isConnected, cameraInput, microphoneInput]);

  return failing;
}

/** Publishes all that is there, and asks again for what was lost. A track that has ended would be sent as nothing. */
export async function publishMedia(room: Room, { camera, microphone }: LocalMedia): Promise<void> {
  await Promise.all([publishInput(room, camera.input), publishInput(room, microphone.input)]);
}

async function publishInput(room: Room, input: Input): Promise<void> {
  if (input.isLost()) await input.start();
  const { track } = input.state();
  if (track !== null && !input.isLost() && !isPublished(room, track)) await room.localParticipant.publishTrack(track);
}

async function recover(room: Room, input: Input, remedy: Remedy): Promise<void> {
  const { track } = input.state();
  switch (remedy) {
    case 'restart':
      return input.isLost() ? input.start() : input.restart();
    case 'publish':
      return publishInput(room, input);
    case 'republish':
      if (track !== null) await room.localParticipant.unpublishTrack(track, false);
      return publishInput(room, input);
    case 'rejoin':
      // The connection comes back by itself, with a fresh ticket.
      return room.disconnect(false);
  }
}
