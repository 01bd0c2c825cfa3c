// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { TrackEvent, type Room } from 'livekit-client';
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { useScreenShare } from './useScreenShare';

afterEach(cleanup);

class FakeTrack extends EventEmitter {
  readonly kind: string;
  readonly stop = vi.fn();
  constructor(kind: string) {
    super();
    this.kind = kind;
  }
}

const makeRoom = () => {
  const published: { track: unknown }[] = [];
  const [picture, sound] = [new FakeTrack('video'), new FakeTrack('audio')];
  const localParticipant = {
    getTrackPublications: () => published,
    createScreenTracks: vi.fn(async () => [picture, sound]),
    publishTrack: vi.fn(async (track: unknown) => void published.push({ track })),
    unpublishTrack: vi.fn(async (track: unknown) => void published.splice(published.findIndex((one) => one.track === track), 1)),
  };
  return { room: { state: 'connected', localParticipant } as unknown as Room, localParticipant, published, picture, sound };
};

const sharing = async () => {
  const made = makeRoom();
  const hook = renderHook((options) => useScreenShare(made.room, options), { initialProps: { isConnected: true, isSending: true } });
  await act(async () => hook.result.current.start());
  return { ...made, ...hook };
};

it('publishes picture and sound of a screen', async () => {
  const { result, published, picture, sound } = await sharing();
  expect(published).toEqual([{ track: picture }, { track: sound }]);
  expect(result.current).toMatchObject({ track: picture, hasSound: true, problem: null });
});

it('stops when the browser ends it, and releases the screen', async () => {
  const { result, published, picture, sound } = await sharing();
  await act(async () => picture.emit(TrackEvent.Ended));
  expect(published).toEqual([]);
  expect(sound.stop).toHaveBeenCalled();
  expect(result.current.track).toBeNull();
});

it('is published again after the connection was lost', async () => {
  const { published, rerender, picture, sound } = await sharing();
  published.splice(0);
  rerender({ isConnected: false, isSending: true });
  await act(async () => rerender({ isConnected: true, isSending: true }));
  expect(published).toEqual([{ track: picture }, { track: sound }]);
  expect(picture.stop).not.toHaveBeenCalled();
});

it('that started before the broadcast is published with it', async () => {
  const { room, published } = makeRoom();
  const { result, rerender } = renderHook((options) => useScreenShare(room, options), { initialProps: { isConnected: false, isSending: false } });
  await act(async () => result.current.start());
  expect(published).toEqual([]);
  rerender({ isConnected: false, isSending: true });
  await act(async () => rerender({ isConnected: true, isSending: true }));
  expect(published).toHaveLength(2);
});

const isSupported = () => renderHook(() => useScreenShare(makeRoom().room, { isConnected: false, isSending: false })).result.current.isSupported;

it('isn’t offered where the browser or the page’s policy prevents it', () => {
  vi.stubGlobal('navigator', { mediaDevices: {} });
  expect(isSupported()).toBe(false);
  vi.stubGlobal('navigator', { mediaDevices: { getDisplayMedia: () => undefined } });
  expect(isSupported()).toBe(true);
  Object.assign(document, { featurePolicy: { allowsFeature: (name: string) => name !== 'display-capture' } });
  expect(isSupported()).toBe(false);
  Reflect.deleteProperty(document, 'featurePolicy');
  vi.unstubAllGlobals();
});

it('releases the screen on unmount', async () => {
  const { picture, sound, unmount } = await sharing();
  unmount();
  expect([picture.stop.mock.calls.length > 0, sound.stop.mock.calls.length > 0]).toEqual([true, true]);
});

it('ends with the broadcast', async () => {
  const { result, rerender, picture } = await sharing();
  rerender({ isConnected: false, isSending: false });
  expect(picture.stop).toHaveBeenCalled();
  expect(result.current.track).toBeNull();
});

it('says nothing if the creator changes their mind, and reports other failures', async () => {
  const { room, localParticipant } = makeRoom();
  const { result } = renderHook(() => useScreenShare(room, { isConnected: true, isSending: true }));
  localParticipant.createScreenTracks.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'));
  await act(async () => result.current.start());
  expect(result.current).toMatchObject({ problem: null, isStarting: false });
  localParticipant.createScreenTracks.mockRejectedValueOnce(new DOMException('no', 'NotReadableError'));
  await act(async () => result.current.start());
  expect(result.current.problem).not.toBeNull();
});
