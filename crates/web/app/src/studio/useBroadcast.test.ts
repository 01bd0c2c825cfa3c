// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { DisconnectReason, RoomEvent } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamStatus } from '../api/types';
import { statusVersionOf } from '../connection/rejoinDelay';
import type { FakeRoom } from '../connection/testRoom';
import { testMedia } from '../devices/testMedia';
import { BroadcastLock } from './broadcastLock';
import { FakeLocks } from './testLocks';
import { useBroadcast } from './useBroadcast';

const STARTED_AT = '2030-01-01T00:00:00.000Z';
const offline: StreamStatus = { isLive: false, state: 'OFFLINE', viewerCount: 0, startedAt: null };
const onAir: StreamStatus = { isLive: true, state: 'ON_AIR', viewerCount: 0, startedAt: STARTED_AT };

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

/** A creator on air, and a service whose responses and status the test controls. */
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
    const session = { id: 'one', state: 'STARTING', startedAt: STARTED_AT, resumed: service.isOpen };
    service.isOpen = true;
    return Response.json({ success: true, data: { token: 't', wsUrl: 'ws://media', session } });
  });
  const hook = renderHook(
    ({ status, snapshotCount }) => useBroadcast('ada', media, { status, statusVersion: statusVersionOf(snapshotCount, status), refresh: () => {} }),
    { initialProps: { status: offline, snapshotCount: 1 } },
  );
  const setStatus = (status: StreamStatus) => hook.rerender({ status, snapshotCount: 1 });
  act(() => hook.result.current.goLive());
  await waitFor(() => expect(hook.result.current.view.kind).toBe('live'));
  const room = hook.result.current.room as unknown as FakeRoom;
  return { service, asked, setStatus, room, result: hook.result };
};

describe('a broadcast', () => {
  it('doesn’t end because of a status that is older than the broadcast', async () => {
    const { result, setStatus, room } = await broadcasting();
    setStatus({ ...offline });
    expect(result.current.view.kind).toBe('live');
    expect(room.disconnect).not.toHaveBeenCalled();
  });

  it('ends when the service ends it, although the room stays', async () => {
    const { service, setStatus, room, result } = await broadcasting();
    setStatus(onAir);
    service.status = offline;
    setStatus(offline);
    await waitFor(() => expect(result.current.view.kind).toBe('preview'));
    expect(result.current.endedStartedAt).toBe(STARTED_AT);
    expect(result.current.tokenData).toBeNull();
    expect(room.disconnect).toHaveBeenCalled();
  });

  it('continues if the service, asked again, says that it is live', async () => {
    const { asked, setStatus, room, result } = await broadcasting();
    setStatus(onAir);
    setStatus(offline);
    await waitFor(() => expect(asked.filter((path) => path.endsWith('/status'))).toHaveLength(1));
    setStatus(onAir);
    expect(result.current.view.kind).toBe('live');
    expect(room.disconnect).not.toHaveBeenCalled();
  });

  it('rejoins automatically when the room was closed and the broadcast continues', async () => {
    const { service, setStatus, room, result } = await broadcasting();
    setStatus(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    act(() => room.emit(RoomEvent.Disconnected, DisconnectReason.ROOM_DELETED));
    expect(result.current.view.kind).toBe('preview');
    service.status = { ...onAir, state: 'INTERRUPTED' };
    setStatus(service.status);
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view.kind).toBe('live'));
    expect(room.connect).toHaveBeenCalledTimes(2);
  });

  it('isn’t restarted by a page that only rejoins', async () => {
    const { service, asked, setStatus, room, result } = await broadcasting();
    setStatus(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    act(() => room.emit(RoomEvent.Disconnected));
    // It ends after the page has checked the status.
    service.isOpen = false;
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view.kind).toBe('preview'));
    expect(asked.at(-1)).toBe('/api/stream/end-stream');
    expect(room.connect).toHaveBeenCalledTimes(1);
  });

  it('has ended if the page was away for too long', async () => {
    const { service, asked, setStatus, room, result } = await broadcasting();
    setStatus(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    service.status = offline;
    // How the media library leaves when the browser freezes the page or the machine sleeps.
    act(() => room.emit(RoomEvent.Disconnected, DisconnectReason.CLIENT_INITIATED));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view.kind).toBe('preview'));
    expect(result.current.endedStartedAt).toBe(STARTED_AT);
    expect(asked.filter((path) => path.endsWith('/go-live'))).toHaveLength(1);
    expect(room.connect).toHaveBeenCalledTimes(1);
  });

  it('isn’t taken back from another tab that took over meanwhile', async () => {
    const locks = new FakeLocks();
    Object.defineProperty(navigator, 'locks', { configurable: true, value: locks.in('this') });
    const { asked, setStatus, room, result } = await broadcasting();
    setStatus(onAir);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    act(() => room.emit(RoomEvent.Disconnected, DisconnectReason.CLIENT_INITIATED));
    await new BroadcastLock('ada', locks.in('other')).acquire();
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await waitFor(() => expect(result.current.view).toMatchObject({ kind: 'elsewhere', wasSendingHere: true }));
    expect(asked.filter((path) => path.endsWith('/go-live'))).toHaveLength(1);
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(result.current.view).toMatchObject({ isOtherTab: true });
    Reflect.deleteProperty(navigator, 'locks');
  });

  it('stops sending when it ends, even if the sign-in has expired', async () => {
    const { service, room, result } = await broadcasting();
    service.endsWith = 401;
    await act(() => result.current.end());
    expect(result.current).toMatchObject({ view: { kind: 'preview' }, endedStartedAt: STARTED_AT });
    expect(room.disconnect).toHaveBeenCalled();
  });

  it('isn’t reported as ended if it was cancelled before it was public', async () => {
    const { asked, setStatus, result } = await broadcasting();
    setStatus(onAir);
    act(() => result.current.cancel());
    await waitFor(() => expect(asked).toContain('/api/stream/end-stream'));
    setStatus(offline);
    expect(result.current).toMatchObject({ view: { kind: 'preview' }, endedStartedAt: null });
  });
});
