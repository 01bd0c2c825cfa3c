// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { TrackEvent } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceAccess } from './deviceProblem';
import { useLocalMedia } from './useLocalMedia';

type Name = 'camera' | 'microphone';

const fake = vi.hoisted(() => ({
  /** The requests, in order. */
  requested: [] as string[],
  constraints: [] as unknown[],
  tracks: {} as Record<string, unknown>,
  errors: {} as Partial<Record<string, string>>,
  access: {} as Record<Name, unknown>,
}));

vi.mock('livekit-client', async (original) => {
  const { EventEmitter } = await import('node:events');
  /** The parts of a track that the page uses. */
  class Track extends EventEmitter {
    sender: object | undefined = undefined;
    isMuted = false;
    isStopped = false;
    restartedWith: unknown[] = [];
    error: string | null = null;
    mediaStreamTrack = { readyState: 'live' };
    getProcessor = () => undefined;
    getSourceTrackSettings = () => ({ deviceId: this.deviceId });
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
    async restartTrack(options: unknown) {
      this.restartedWith.push(options);
      this.open();
    }
    open() {
      if (this.error) throw new DOMException('gone', this.error);
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
    fake.requested.push(names.join('+'));
    fake.constraints.push({ video, audio });
    for (const name of names) {
      const error = fake.errors[name];
      if (error) throw new DOMException('no', error);
    }
    return names.map((name) => (fake.tracks[name] = name === 'camera' ? new LocalVideoTrack('first') : new LocalAudioTrack('first')));
  };
  return { ...(await original<typeof import('livekit-client')>()), LocalVideoTrack, LocalAudioTrack, createLocalTracks };
});

vi.mock('./deviceProblem', async (original) => ({
  ...(await original<typeof import('./deviceProblem')>()),
  currentEnvironment: () => ({ isSecureContext: true, hasMediaDevices: true, hasWebRtc: true }),
  deviceAccess: async (device: Name) => fake.access[device],
}));

interface FakeTrack {
  sender: object | undefined;
  isMuted: boolean;
  isStopped: boolean;
  restartedWith: unknown[];
  deviceId: string;
  mediaStreamTrack: { readyState: string };
  error: string | null;
  emit: (event: string, ...values: unknown[]) => void;
  mute: () => Promise<void>;
}

const granted: DeviceAccess = { permission: 'granted', isPresent: true, isAllowedByPolicy: true };

beforeEach(() => {
  fake.requested = [];
  fake.constraints = [];
  fake.tracks = {};
  fake.errors = {};
  fake.access = { camera: granted, microphone: granted };
  localStorage.clear();
});
afterEach(cleanup);

const openMedia = async () => {
  const hook = renderHook(() => useLocalMedia(true));
  await waitFor(() => expect(hook.result.current.isAsking).toBe(false));
  return { ...hook, track: (name: Name) => fake.tracks[name] as FakeTrack };
};

const onAir = async () => {
  const hook = await openMedia();
  for (const name of ['camera', 'microphone'] as const) hook.track(name).sender = {};
  return hook;
};

/** Unplugs the device; the media library finds no other. */
const unplug = async (track: FakeTrack, error: string) => {
  track.error = error;
  track.mediaStreamTrack = { ...track.mediaStreamTrack, readyState: 'ended' };
  await act(async () => {
    track.emit(TrackEvent.Ended, track);
    if (!track.isMuted) await track.mute();
  });
};

describe('requesting devices', () => {
  it('shows one prompt for both', async () => {
    const { result } = await openMedia();
    expect(fake.requested).toEqual(['camera+microphone']);
    expect([result.current.camera.track, result.current.microphone.track]).not.toContain(null);
  });

  it('prefers the devices selected last time, and accepts others if they are gone', async () => {
    localStorage.setItem('onair.device.videoinput', 'chosen camera');
    localStorage.setItem('onair.device.audioinput', 'chosen microphone');
    await openMedia();
    expect(fake.constraints).toMatchObject([
      { video: { deviceId: { ideal: 'chosen camera' } }, audio: { deviceId: { ideal: 'chosen microphone' } } },
    ]);
  });

  it.each<[string, Name, Name]>([
    ['camera', 'camera', 'microphone'],
    ['microphone', 'microphone', 'camera'],
  ])('works without a %s, and doesn’t request it', async (_, missing, other) => {
    fake.access[missing] = { ...granted, isPresent: false };
    const { result } = await openMedia();
    expect(fake.requested).toEqual([other]);
    expect(result.current[other].track).not.toBeNull();
    expect(result.current[missing]).toMatchObject({ track: null, problem: { kind: 'missing', device: missing } });
  });

  it('provides one device if the other is in use', async () => {
    fake.errors = { camera: 'NotReadableError' };
    const { result } = await openMedia();
    expect(fake.requested).toEqual(['camera+microphone', 'camera', 'microphone']);
    expect(result.current.microphone.track).not.toBeNull();
    expect(result.current.camera).toMatchObject({ track: null, problem: { kind: 'busy', device: 'camera' } });
  });

  it('provides one device if the other is denied, without requesting that one again', async () => {
    fake.errors = { camera: 'NotAllowedError' };
    fake.access = { camera: { ...granted, permission: 'denied' }, microphone: { ...granted, permission: 'prompt' } };
    const { result } = await openMedia();
    expect(fake.requested).toEqual(['camera+microphone', 'microphone']);
    expect(result.current.microphone.track).not.toBeNull();
    expect(result.current.camera.problem).toEqual({ kind: 'denied', device: 'camera' });
  });

  it('treats a dismissed prompt as a denial', async () => {
    fake.errors = { camera: 'NotAllowedError', microphone: 'NotAllowedError' };
    fake.access = { camera: { ...granted, permission: 'prompt' }, microphone: { ...granted, permission: 'prompt' } };
    const { result } = await openMedia();
    expect(fake.requested).toEqual(['camera+microphone']);
    expect(result.current.camera.problem?.kind).toBe('denied');
    expect(result.current.microphone.problem?.kind).toBe('denied');
  });

  it('reports a device that the system denies, and provides the other', async () => {
    fake.errors = { microphone: 'NotAllowedError' };
    const { result } = await openMedia();
    expect(result.current.camera.track).not.toBeNull();
    expect(result.current.microphone.problem).toEqual({ kind: 'denied-by-system', device: 'microphone' });
  });

  it('starts another camera that is selected while the first is in use', async () => {
    fake.errors = { camera: 'NotReadableError' };
    const { result } = await openMedia();
    fake.errors = {};
    await act(async () => result.current.camera.input.selectDevice('second'));
    expect(result.current.camera).toMatchObject({ problem: null });
    expect(result.current.camera.track).not.toBeNull();
  });

  it('starts a device that is plugged in later, but never without consent while on air', async () => {
    fake.access.camera = { ...granted, isPresent: false };
    const { result } = await openMedia();
    fake.access.camera = granted;
    await act(async () => result.current.recover({ mayStart: false }));
    expect(result.current.camera.track).toBeNull();
    await act(async () => result.current.recover({ mayStart: true }));
    expect(result.current.camera).toMatchObject({ problem: null });
    expect(result.current.camera.track).not.toBeNull();
  });

  it('releases both devices on unmount', async () => {
    const { track, unmount } = await openMedia();
    unmount();
    expect([track('camera').isStopped, track('microphone').isStopped]).toEqual([true, true]);
  });
});

describe('a device on air', () => {
  it('reports revoked access immediately, and restarts on request', async () => {
    const { result, track } = await onAir();
    fake.access.camera = { ...granted, permission: 'denied' };
    await unplug(track('camera'), 'NotAllowedError');
    await waitFor(() => expect(result.current.camera.problem).toEqual({ kind: 'denied', device: 'camera' }));
    expect(result.current.microphone.problem).toBeNull();
    // It is still switched on.
    expect(result.current.camera.isOn).toBe(true);
    expect(result.current.camera.input.isLost()).toBe(true);

    track('camera').error = null;
    await act(async () => result.current.tryAgain());
    expect(result.current.camera.problem).toBeNull();
    expect(result.current.camera.input.isLost()).toBe(false);
    expect(track('camera').isMuted).toBe(false);
  });

  it('restarts automatically when it is plugged in again', async () => {
    const { result, track } = await onAir();
    fake.access.microphone = { ...granted, isPresent: false };
    await unplug(track('microphone'), 'NotFoundError');
    await waitFor(() => expect(result.current.microphone.problem).toEqual({ kind: 'missing', device: 'microphone' }));
    track('microphone').error = null;
    fake.access.microphone = granted;
    await act(async () => result.current.recover({ mayStart: false }));
    expect(result.current.microphone).toMatchObject({ problem: null });
    expect(result.current.microphone.input.isLost()).toBe(false);
  });

  it('that is lost while switched off stays off when it is back', async () => {
    const { result, track } = await onAir();
    await act(async () => result.current.microphone.input.toggle());
    fake.access.microphone = { ...granted, permission: 'denied' };
    await unplug(track('microphone'), 'NotAllowedError');
    await waitFor(() => expect(result.current.microphone.problem).toEqual({ kind: 'denied', device: 'microphone' }));
    track('microphone').error = null;
    await act(async () => result.current.tryAgain());
    expect(result.current.microphone.isOn).toBe(false);
    expect(track('microphone').isMuted).toBe(true);
  });

  it('isn’t lost when the user switches it off', async () => {
    const { result } = await onAir();
    await act(async () => result.current.camera.input.toggle());
    expect(result.current.camera).toMatchObject({ isOn: false, problem: null });
    expect(result.current.camera.input.isLost()).toBe(false);
  });

  it('continues when the newly selected device can’t be started', async () => {
    const { result, track } = await onAir();
    await act(async () => {
      await expect(result.current.camera.input.selectDevice('busy')).rejects.toThrow('busy');
    });
    expect(track('camera')).toMatchObject({ deviceId: 'first', mediaStreamTrack: { readyState: 'live' } });
    expect(result.current.camera.problem).toBeNull();
  });

  it('uses changed settings at once, or as soon as it is switched on', async () => {
    const { result, track } = await onAir();
    localStorage.setItem('onair.media.resolution', '1080p');
    await act(async () => result.current.camera.input.applySettings());
    expect(track('camera').restartedWith).toMatchObject([{ resolution: { height: 1080 }, deviceId: { ideal: 'first' } }]);

    await act(async () => result.current.microphone.input.toggle());
    localStorage.setItem('onair.media.isNoiseSuppressed', 'true');
    await act(async () => result.current.microphone.input.applySettings());
    expect(track('microphone').restartedWith).toEqual([]);
    await act(async () => result.current.microphone.input.toggle());
    expect(track('microphone').restartedWith).toMatchObject([{ noiseSuppression: true }]);
    await act(async () => result.current.microphone.input.toggle());
    await act(async () => result.current.microphone.input.toggle());
    expect(track('microphone').restartedWith).toHaveLength(1);
  });
});
