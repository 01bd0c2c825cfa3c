// @vitest-environment happy-dom
import type { LocalAudioTrack, LocalVideoTrack, Room } from 'livekit-client';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testMedia } from '../devices/testMedia';
import { publishMedia, usePublishHealth } from './usePublishHealth';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** A room with publications. */
const makeRoom = () => {
  const published: { track: unknown }[] = [];
  const localParticipant = {
    getTrackPublications: () => published,
    publishTrack: vi.fn(async (track: unknown) => void published.push({ track })),
    unpublishTrack: vi.fn(async (track: unknown) => void published.splice(published.findIndex((one) => one.track === track), 1)),
  };
  const disconnect = vi.fn(async () => {});
  return { room: { localParticipant, disconnect } as unknown as Room, published, localParticipant, disconnect };
};

/** A track whose device delivers data, and whose sender sends only while `isSent`. */
const makeTrack = (isSent: () => boolean) => {
  let [captured, sent] = [0, 0];
  const getStats = async () => {
    captured += 30;
    if (isSent()) sent += 30;
    return new Map<string, object>([
      ['source', { type: 'media-source', frames: captured }],
      ['out', { type: 'outbound-rtp', framesSent: sent }],
    ]);
  };
  const transport = { state: 'connected', iceTransport: { state: 'connected' } };
  const sender = { getStats, transport, getParameters: () => ({ encodings: [{ active: true }] }) };
  return { sender, isMuted: false, mediaStreamTrack: { readyState: 'live', muted: false } } as unknown as LocalVideoTrack & LocalAudioTrack;
};

const seconds = async (count: number) => act(() => vi.advanceTimersByTimeAsync(count * 1_000));

describe('publishing', () => {
  it('publishes all devices', async () => {
    const { room, localParticipant } = makeRoom();
    const microphone = makeTrack(() => true);
    await publishMedia(room, testMedia({ camera: null, microphone }));
    expect(localParticipant.publishTrack.mock.calls).toEqual([[microphone]]);
  });

  it('restarts a lost device, and skips it if that fails', async () => {
    const { room, localParticipant } = makeRoom();
    const media = testMedia({ camera: makeTrack(() => true), microphone: null });
    vi.spyOn(media.camera.input, 'isLost').mockReturnValue(true);
    await publishMedia(room, media);
    expect(media.camera.input.start).toHaveBeenCalledOnce();
    expect(localParticipant.publishTrack).not.toHaveBeenCalled();
  });
});

describe('while connected', () => {
  it('a track that isn’t published is published', async () => {
    const { room, published } = makeRoom();
    const camera = makeTrack(() => true);
    const media = testMedia({ camera, microphone: null });
    renderHook(() => usePublishHealth(room, media, true));
    await seconds(4);
    expect(published).toEqual([{ track: camera }]);
  });

  it('a picture that isn’t sent is reported, republished, and finally the room is rejoined', async () => {
    const { room, published, localParticipant, disconnect } = makeRoom();
    const camera = makeTrack(() => false);
    published.push({ track: camera });
    const media = testMedia({ camera, microphone: null });
    const { result } = renderHook(() => usePublishHealth(room, media, true));
    await seconds(5);
    expect(result.current).toEqual({ camera: 'stalled', microphone: null });
    expect(localParticipant.unpublishTrack).not.toHaveBeenCalled();
    await seconds(3);
    expect(localParticipant.unpublishTrack).toHaveBeenCalledOnce();
    expect(published).toEqual([{ track: camera }]);
    await seconds(6);
    expect(disconnect).toHaveBeenCalledOnce();
  });

  it('a track that is sent is left alone', async () => {
    const { room, published, disconnect } = makeRoom();
    const camera = makeTrack(() => true);
    published.push({ track: camera });
    const media = testMedia({ camera, microphone: null });
    const { result } = renderHook(() => usePublishHealth(room, media, true));
    await seconds(60);
    expect(result.current).toEqual({ camera: null, microphone: null });
    expect(media.camera.input.restart).not.toHaveBeenCalled();
    expect(disconnect).not.toHaveBeenCalled();
  });
});

it('checks nothing while disconnected, nor after unmount', async () => {
  const { room, localParticipant } = makeRoom();
  const media = testMedia({ camera: makeTrack(() => true), microphone: null });
  const { rerender, unmount } = renderHook(({ isConnected }) => usePublishHealth(room, media, isConnected), { initialProps: { isConnected: false } });
  await seconds(10);
  rerender({ isConnected: true });
  unmount();
  await seconds(10);
  expect(localParticipant.publishTrack).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
