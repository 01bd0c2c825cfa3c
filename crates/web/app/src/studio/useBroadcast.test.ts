import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { DisconnectReason, RoomEvent } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamStatus } from '../api/types';
import { statusVersionOf } from '../connection/rejoinDelay';
import type { FakeRoom } from '../connection/testRoom';
import { testMedia } from '../devices/testMedia';
import { SendingClaim } from './sendingClaim';
import { StandInLocks } from './testLocks';
import { useBroadcast } from './useBroadcast';

const BEGAN = '2030-01-01T00:00:00.000Z';
const offline: StreamStatus = { isLive: false, state: 'OFFLINE', viewerCount: 0, startedAt: null };
const onAir: StreamStatus = { isLive: true, state: 'ON_AIR', viewerCount: 0, startedAt: BEGAN };

vi.mock('livekit-client', async (original) => {
  const { FakeRoom: Room } = await import('../connection/testRoom');
  return { ...(await original<object>()), Room };
});

const media = testMedia({ camera: null, microphone: null });

beforeEach(() => {
  sessionStorage.clear();
  vi.clearAllMocks();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A creator who is on air, a service whose answers the test decides on, and what it is heard to say. */
const broadcasting = async () => {
  const service = { status: onAir, endsWith: 200, isOpen: false };
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname;
    asked.push(path);
    if (path === '/api/stream/status') return Response.json({ success: true, data: service.status });
    if (path === '/api/stream/end-stream') {
      const body = service.endsWith === 200 ? { success: true } : { success: false, error: 'expired', code: 'INVALID_TOKEN' };
      return Response.json(body, { status: service.endsWith });
    }
    const session = { id: 'one', state: 'STARTING', startedAt: BEGAN, resumed: service.isOpen };
    service.isOpen = true;
    return Response.json({ success: true, data: { token: 't', wsUrl: 'ws://media', session } });
  });
  const hook = renderHook(
    ({ status, snapshotCount }) => useBroadcast('ada', media, { status, statusVersion: statusVersionOf(snapshotCount, status), refresh: () => {} }),
    { initialProps: { status: offline, snapshotCount: 1 } },
  );
  const hear = (status: StreamStatus) => hook.rerender({ status, snapshotCount: 1 });
  act(() => hook.result.current.goLive());
  await waitFor(() => expect(hook.result.current.view.shows).toBe('live'));
  const room = hook.result.current.room as unknown as FakeRoom;
  return { service, asked, hear, room, result: hook.result };
};

describe('a broadcast', () => {
  it('isn’t taken for over by a word that is older than it', async () => {
    const { result, hear, room } = await broadcasting();
    hear({ ...offline });
    expect(result.current.view.shows).toBe('live');
    expect(room.disconnect).not.toHaveBeenCalled();
  });

  it('is over when the service ends it, though the room stays', async () => {
    const { service, hear, room, result } = await broadcasting();
    hear(onAir);
    service.status = offline;
    hear(offline);
    await waitFor(() => expect(result.current.view.shows).toBe('preview'));
    expect(result.current.endedStart).toBe(BEGAN);
    expect(result.current.tokenData).toBeNull();
    expect(room.disconnect).toHaveBeenCalled();
  });

  it('goes on when the service, asked about late news, says so', async () => {
    const { asked, hear, room, result } = await broadcasting();
    hear(onAir);
    hear(offline);
    await waitFor(() => expect(asked.filter((path) => path.endsWith('/status'))).toHaveLength(1));
    hear(onAir);
    expect(result.current.view.shows).toBe('live');
    expect(room.disconnect).not.toHaveBeenCalled();
  });

  it('comes back unasked when the room was closed and the broadcast waits for it', async () => {
    const { service, hear, room, result } = await broadcasting();
    hear(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    act(() => room.emit(RoomEvent.Disconnected, DisconnectReason.ROOM_DELETED));
    expect(result.current.view.shows).toBe('preview');
    service.status = { ...onAir, state: 'INTERRUPTED' };
    hear(service.status);
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view.shows).toBe('live'));
    expect(room.connect).toHaveBeenCalledTimes(2);
  });

  it('isn’t begun anew by a page that only wants to come back', async () => {
    const { service, asked, hear, room, result } = await broadcasting();
    hear(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    act(() => room.emit(RoomEvent.Disconnected));
    // It ends after the page has asked whether it goes on.
    service.isOpen = false;
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view.shows).toBe('preview'));
    expect(asked.at(-1)).toBe('/api/stream/end-stream');
    expect(room.connect).toHaveBeenCalledTimes(1);
  });

  it('that this page was away from for too long is over, and said to be', async () => {
    const { service, asked, hear, room, result } = await broadcasting();
    hear(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    service.status = offline;
    // As the media library leaves when the browser freezes the page, or the machine has slept.
    act(() => room.emit(RoomEvent.Disconnected, DisconnectReason.CLIENT_INITIATED));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view.shows).toBe('preview'));
    expect(result.current.endedStart).toBe(BEGAN);
    expect(asked.filter((path) => path.endsWith('/go-live'))).toHaveLength(1);
    expect(room.connect).toHaveBeenCalledTimes(1);
  });

  it('isn’t taken back from another tab that took over while this one was away', async () => {
    const locks = new StandInLocks();
    Object.defineProperty(navigator, 'locks', { configurable: true, value: locks.in('this') });
    const { asked, hear, room, result } = await broadcasting();
    hear(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    act(() => room.emit(RoomEvent.Disconnected, DisconnectReason.CLIENT_INITIATED));
    await new SendingClaim('ada', locks.in('other')).claim();
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view).toMatchObject({ shows: 'elsewhere', wasHere: true }));
    expect(asked.filter((path) => path.endsWith('/go-live'))).toHaveLength(1);
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(result.current.view).toMatchObject({ isTab: true });
    Reflect.deleteProperty(navigator, 'locks');
  });

  it('stops sending at its end, even if the sign-in has expired', async () => {
    const { service, room, result } = await broadcasting();
    service.endsWith = 401;
    await act(() => result.current.end());
    expect(result.current).toMatchObject({ view: { shows: 'preview' }, endedStart: BEGAN });
    expect(room.disconnect).toHaveBeenCalled();
  });

  it('isn’t spoken of when it was given up before it was public', async () => {
    const { asked, hear, result } = await broadcasting();
    hear(onAir);
    act(() => result.current.cancel());
    await waitFor(() => expect(asked).toContain('/api/stream/end-stream'));
    hear(offline);
    expect(result.current).toMatchObject({ view: { shows: 'preview' }, endedStart: null });
  });
});
