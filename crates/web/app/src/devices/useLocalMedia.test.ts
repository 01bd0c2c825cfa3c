import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { TrackEvent } from 'livekit-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DeviceFacts } from './deviceProblem';
import { useLocalMedia } from './useLocalMedia';

const world = vi.hoisted(() => ({
  made: [] as unknown[],
  facts: { camera: {}, microphone: {} } as Record<'camera' | 'microphone', unknown>,
}));

vi.mock('livekit-client', async (original) => {
  const { EventEmitter } = await import('node:events');
  /** As much of a published track as the page knows of. */
  class Track extends EventEmitter {
    sender: object | undefined = {};
    isMuted = false;
    mediaStreamTrack = { readyState: 'live' };
    refusal: Error | null = null;
    async mute() {
      this.isMuted = true;
      this.emit('muted', this);
    }
    async unmute() {
      if (this.refusal) throw this.refusal;
      this.mediaStreamTrack = { readyState: 'live' };
      this.emit('restarted', this);
      this.isMuted = false;
      this.emit('unmuted', this);
    }
    restartTrack = vi.fn(async () => {});
    stop() {}
  }
  class LocalVideoTrack extends Track {}
  class LocalAudioTrack extends Track {}
  return {
    ...(await original<typeof import('livekit-client')>()),
    LocalVideoTrack,
    LocalAudioTrack,
    createLocalTracks: async () => (world.made = [new LocalVideoTrack(), new LocalAudioTrack()]),
  };
});

vi.mock('./deviceProblem', async (original) => ({
  ...(await original<typeof import('./deviceProblem')>()),
  thisEnvironment: () => ({ isSecureContext: true, hasMediaDevices: true, hasWebRtc: true }),
  factsAbout: async (device: 'camera' | 'microphone') => world.facts[device],
}));

interface StandIn {
  isMuted: boolean;
  mediaStreamTrack: { readyState: string };
  refusal: Error | null;
  emit: (event: string, ...values: unknown[]) => void;
  mute: () => Promise<void>;
}

const fine: DeviceFacts = { permission: 'granted', isPresent: true };

beforeEach(() => {
  world.facts = { camera: fine, microphone: fine };
});
afterEach(cleanup);

const onAir = async () => {
  const { result } = renderHook(() => useLocalMedia(true));
  await waitFor(() => expect(result.current.video).not.toBeNull());
  const [camera, microphone] = world.made as [StandIn, StandIn];
  return { result, camera, microphone };
};

/** The device goes, and the media library finds no other. */
const goes = async (track: StandIn, refusal: string) => {
  track.refusal = new DOMException('gone', refusal);
  track.mediaStreamTrack = { readyState: 'ended' };
  await act(async () => {
    track.emit(TrackEvent.Ended, track);
    if (!track.isMuted) await track.mute();
  });
};

it('says at once that access was taken back while live, and takes the device again when told to', async () => {
  const { result, camera } = await onAir();
  world.facts.camera = { permission: 'denied', isPresent: true };
  await goes(camera, 'NotAllowedError');
  await waitFor(() => expect(result.current.problem).toEqual({ kind: 'denied', device: 'camera' }));
  expect(result.current.isCameraOn).toBe(false);

  camera.refusal = null;
  await act(async () => result.current.tryAgain());
  expect(result.current.problem).toBeNull();
  expect(result.current.isCameraOn).toBe(true);
});

it('says at once which device has vanished while live', async () => {
  const { result, microphone } = await onAir();
  world.facts.microphone = { permission: 'granted', isPresent: false };
  await goes(microphone, 'NotFoundError');
  await waitFor(() => expect(result.current.problem).toEqual({ kind: 'missing', device: 'microphone' }));
});

it('tells it of a muted microphone too, and leaves it muted', async () => {
  const { result, microphone } = await onAir();
  await act(async () => microphone.mute());
  world.facts.microphone = { permission: 'denied', isPresent: true };
  await goes(microphone, 'NotAllowedError');
  await waitFor(() => expect(result.current.problem).toEqual({ kind: 'denied', device: 'microphone' }));
  expect(result.current.isMicOn).toBe(false);

  microphone.refusal = null;
  await act(async () => result.current.tryAgain());
  expect(result.current.isMicOn).toBe(false);
});

it('takes what the person switches off for no loss', async () => {
  const { result, camera } = await onAir();
  await act(async () => camera.mute());
  expect(result.current.isCameraOn).toBe(false);
  expect(result.current.problem).toBeNull();
});
