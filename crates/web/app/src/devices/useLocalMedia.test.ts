import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { TrackEvent } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceFacts } from './deviceProblem';
import { useLocalMedia } from './useLocalMedia';

type Name = 'camera' | 'microphone';

const world = vi.hoisted(() => ({
  /** What was asked for, in order. */
  asked: [] as string[],
  constraints: [] as unknown[],
  made: {} as Record<string, unknown>,
  refusals: {} as Partial<Record<string, string>>,
  facts: {} as Record<Name, unknown>,
}));

vi.mock('livekit-client', async (original) => {
  const { EventEmitter } = await import('node:events');
  /** As much of a track as the page knows of. */
  class Track extends EventEmitter {
    sender: object | undefined = undefined;
    isMuted = false;
    isStopped = false;
    refusal: string | null = null;
    mediaStreamTrack = { readyState: 'live', getSettings: () => ({ deviceId: this.deviceId }) };
    deviceId: string;
    constructor(deviceId: string) {
      super();
      this.deviceId = deviceId;
    }
    async mute() {
      this.isMuted = true;
      this.emit('muted', this);
    }
    async unmute() {
      this.open();
      this.isMuted = false;
      this.emit('unmuted', this);
    }
    async setDeviceId({ exact, ideal }: { exact?: string; ideal?: string }) {
      if (exact === 'busy') {
        this.mediaStreamTrack = { ...this.mediaStreamTrack, readyState: 'ended' };
        throw new DOMException('busy', 'NotReadableError');
      }
      this.deviceId = exact ?? ideal ?? '';
      if (!this.isMuted) this.open();
    }
    open() {
      if (this.refusal) throw new DOMException('gone', this.refusal);
      this.mediaStreamTrack = { ...this.mediaStreamTrack, readyState: 'live' };
      this.emit('restarted', this);
    }
    stop() {
      this.isStopped = true;
    }
  }
  class LocalVideoTrack extends Track {}
  class LocalAudioTrack extends Track {}
  const createLocalTracks = async ({ video, audio }: { video?: unknown; audio?: unknown }) => {
    const names = [video ? 'camera' : '', audio ? 'microphone' : ''].filter(Boolean);
    world.asked.push(names.join('+'));
    world.constraints.push({ video, audio });
    for (const name of names) {
      const refusal = world.refusals[name];
      if (refusal) throw new DOMException('no', refusal);
    }
    return names.map((name) => (world.made[name] = name === 'camera' ? new LocalVideoTrack('first') : new LocalAudioTrack('first')));
  };
  return { ...(await original<typeof import('livekit-client')>()), LocalVideoTrack, LocalAudioTrack, createLocalTracks };
});

vi.mock('./deviceProblem', async (original) => ({
  ...(await original<typeof import('./deviceProblem')>()),
  thisEnvironment: () => ({ isSecureContext: true, hasMediaDevices: true, hasWebRtc: true }),
  factsAbout: async (device: Name) => world.facts[device],
}));

interface StandIn {
  sender: object | undefined;
  isMuted: boolean;
  isStopped: boolean;
  deviceId: string;
  mediaStreamTrack: { readyState: string };
  refusal: string | null;
  emit: (event: string, ...values: unknown[]) => void;
  mute: () => Promise<void>;
}

const fine: DeviceFacts = { permission: 'granted', isPresent: true, isAllowedByPolicy: true };

beforeEach(() => {
  world.asked = [];
  world.constraints = [];
  world.made = {};
  world.refusals = {};
  world.facts = { camera: fine, microphone: fine };
  localStorage.clear();
});
afterEach(cleanup);

const opened = async () => {
  const hook = renderHook(() => useLocalMedia(true));
  await waitFor(() => expect(hook.result.current.isAsking).toBe(false));
  return { ...hook, track: (name: Name) => world.made[name] as StandIn };
};

const onAir = async () => {
  const hook = await opened();
  for (const name of ['camera', 'microphone'] as const) hook.track(name).sender = {};
  return hook;
};

/** The device goes, and the media library finds no other. */
const goes = async (track: StandIn, refusal: string) => {
  track.refusal = refusal;
  track.mediaStreamTrack = { ...track.mediaStreamTrack, readyState: 'ended' };
  await act(async () => {
    track.emit(TrackEvent.Ended, track);
    if (!track.isMuted) await track.mute();
  });
};

describe('asking for devices', () => {
  it('is one question for both', async () => {
    const { result } = await opened();
    expect(world.asked).toEqual(['camera+microphone']);
    expect([result.current.camera.track, result.current.microphone.track]).not.toContain(null);
  });

  it('prefers the devices that were chosen last time, and does with others where they are gone', async () => {
    localStorage.setItem('onair.device.videoinput', 'chosen camera');
    localStorage.setItem('onair.device.audioinput', 'chosen microphone');
    await opened();
    expect(world.constraints).toMatchObject([
      { video: { deviceId: { ideal: 'chosen camera' } }, audio: { deviceId: { ideal: 'chosen microphone' } } },
    ]);
  });

  it.each<[string, Name, Name]>([
    ['camera', 'camera', 'microphone'],
    ['microphone', 'microphone', 'camera'],
  ])('gives what there is without a %s, and doesn’t ask for what isn’t there', async (_, missing, other) => {
    world.facts[missing] = { ...fine, isPresent: false };
    const { result } = await opened();
    expect(world.asked).toEqual([other]);
    expect(result.current[other].track).not.toBeNull();
    expect(result.current[missing]).toMatchObject({ track: null, problem: { kind: 'missing', device: missing } });
  });

  it('gives one where the other is in use', async () => {
    world.refusals = { camera: 'NotReadableError' };
    const { result } = await opened();
    expect(world.asked).toEqual(['camera+microphone', 'camera', 'microphone']);
    expect(result.current.microphone.track).not.toBeNull();
    expect(result.current.camera).toMatchObject({ track: null, problem: { kind: 'busy', device: 'camera' } });
  });

  it('gives one where the other is denied, without asking for that again', async () => {
    world.refusals = { camera: 'NotAllowedError' };
    world.facts = { camera: { ...fine, permission: 'denied' }, microphone: { ...fine, permission: 'prompt' } };
    const { result } = await opened();
    expect(world.asked).toEqual(['camera+microphone', 'microphone']);
    expect(result.current.microphone.track).not.toBeNull();
    expect(result.current.camera.problem).toEqual({ kind: 'denied', device: 'camera' });
  });

  it('takes a closed question for an answer', async () => {
    world.refusals = { camera: 'NotAllowedError', microphone: 'NotAllowedError' };
    world.facts = { camera: { ...fine, permission: 'prompt' }, microphone: { ...fine, permission: 'prompt' } };
    const { result } = await opened();
    expect(world.asked).toEqual(['camera+microphone']);
    expect(result.current.camera.problem?.kind).toBe('denied');
    expect(result.current.microphone.problem?.kind).toBe('denied');
  });

  it('finds what the system keeps back, and gives the other', async () => {
    world.refusals = { microphone: 'NotAllowedError' };
    const { result } = await opened();
    expect(result.current.camera.track).not.toBeNull();
    expect(result.current.microphone.problem).toEqual({ kind: 'denied-by-system', device: 'microphone' });
  });

  it('gives another camera that is chosen where the first is in use', async () => {
    world.refusals = { camera: 'NotReadableError' };
    const { result } = await opened();
    world.refusals = {};
    await act(async () => result.current.camera.input.choose('second'));
    expect(result.current.camera).toMatchObject({ problem: null });
    expect(result.current.camera.track).not.toBeNull();
  });

  it('starts what is plugged in later, but shows nobody unasked', async () => {
    world.facts.camera = { ...fine, isPresent: false };
    const { result } = await opened();
    world.facts.camera = fine;
    await act(async () => result.current.mend({ mayStart: false }));
    expect(result.current.camera.track).toBeNull();
    await act(async () => result.current.mend({ mayStart: true }));
    expect(result.current.camera).toMatchObject({ problem: null });
    expect(result.current.camera.track).not.toBeNull();
  });

  it('lets go of both when the page is left', async () => {
    const { track, unmount } = await opened();
    unmount();
    expect([track('camera').isStopped, track('microphone').isStopped]).toEqual([true, true]);
  });
});

describe('a device on air', () => {
  it('that is taken back is told at once, and comes back when told to', async () => {
    const { result, track } = await onAir();
    world.facts.camera = { ...fine, permission: 'denied' };
    await goes(track('camera'), 'NotAllowedError');
    await waitFor(() => expect(result.current.camera.problem).toEqual({ kind: 'denied', device: 'camera' }));
    expect(result.current.microphone.problem).toBeNull();
    // It is still meant to be on: nobody switched it off.
    expect(result.current.camera.isOn).toBe(true);
    expect(result.current.camera.input.isLost()).toBe(true);

    track('camera').refusal = null;
    await act(async () => result.current.tryAgain());
    expect(result.current.camera.problem).toBeNull();
    expect(result.current.camera.input.isLost()).toBe(false);
    expect(track('camera').isMuted).toBe(false);
  });

  it('comes back by itself when it is plugged in again', async () => {
    const { result, track } = await onAir();
    world.facts.microphone = { ...fine, isPresent: false };
    await goes(track('microphone'), 'NotFoundError');
    await waitFor(() => expect(result.current.microphone.problem).toEqual({ kind: 'missing', device: 'microphone' }));
    track('microphone').refusal = null;
    world.facts.microphone = fine;
    await act(async () => result.current.mend({ mayStart: false }));
    expect(result.current.microphone).toMatchObject({ problem: null });
    expect(result.current.microphone.input.isLost()).toBe(false);
  });

  it('that is lost while switched off stays off when it is back', async () => {
    const { result, track } = await onAir();
    await act(async () => result.current.microphone.input.toggle());
    world.facts.microphone = { ...fine, permission: 'denied' };
    await goes(track('microphone'), 'NotAllowedError');
    await waitFor(() => expect(result.current.microphone.problem).toEqual({ kind: 'denied', device: 'microphone' }));
    track('microphone').refusal = null;
    await act(async () => result.current.tryAgain());
    expect(result.current.microphone.isOn).toBe(false);
    expect(track('microphone').isMuted).toBe(true);
  });

  it('that the person switches off is no loss', async () => {
    const { result } = await onAir();
    await act(async () => result.current.camera.input.toggle());
    expect(result.current.camera).toMatchObject({ isOn: false, problem: null });
    expect(result.current.camera.input.isLost()).toBe(false);
  });

  it('goes on when the one that was chosen instead can’t be started', async () => {
    const { result, track } = await onAir();
    await act(async () => {
      await expect(result.current.camera.input.choose('busy')).rejects.toThrow('busy');
    });
    expect(track('camera')).toMatchObject({ deviceId: 'first', mediaStreamTrack: { readyState: 'live' } });
    expect(result.current.camera.problem).toBeNull();
  });
});
