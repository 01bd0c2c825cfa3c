// @vitest-environment happy-dom
import { cleanup, renderHook, waitFor } from '@testing-library/react';
import { ConnectionState, RoomEvent } from 'livekit-client';
import { StrictMode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { createRoomPool } from './roomPool';
import type { FakeRoom } from './testRoom';

vi.mock('livekit-client', async (original) => {
  const { FakeRoom: Room } = await import('./testRoom');
  return { ...(await original<object>()), Room };
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('reuses a room once it is disconnected', async () => {
  const useRoom = createRoomPool({});
  const first = renderHook(useRoom);
  const room = first.result.current as unknown as FakeRoom;
  const leaving = new AbortController();
  room.disconnect.mockReturnValueOnce(new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve())));
  first.unmount();

  const second = renderHook(useRoom);
  expect(second.result.current, 'the first room is still disconnecting').not.toBe(room);
  leaving.abort();
  await waitFor(() => expect(renderHook(useRoom).result.current).toBe(room));
});

it('never gives one room to two components', async () => {
  const useRoom = createRoomPool({});
  const strict = renderHook(useRoom, { wrapper: StrictMode });
  await Promise.resolve();
  const others = [renderHook(useRoom), renderHook(useRoom)];
  expect(new Set([strict, ...others].map(({ result }) => result.current)).size).toBe(3);
});

it('doesn’t reuse a room if disconnecting failed', async () => {
  const useRoom = createRoomPool({});
  const { result, unmount } = renderHook(useRoom);
  const room = result.current as unknown as FakeRoom;
  room.disconnect.mockRejectedValueOnce(new Error('stuck'));
  unmount();
  await Promise.resolve();
  expect(renderHook(useRoom).result.current).not.toBe(room);
});

it.each(['settled', 'pending'])('waits for a connection attempt to settle before it disconnects, up to a limit (%s)', async (how) => {
  vi.useFakeTimers();
  const { result, unmount } = renderHook(createRoomPool({}));
  const room = result.current as unknown as FakeRoom;
  room.state = ConnectionState.Connecting;
  unmount();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(room.disconnect).not.toHaveBeenCalled();
  if (how === 'settled') room.emit(RoomEvent.ConnectionStateChanged);
  await vi.advanceTimersByTimeAsync(how === 'settled' ? 0 : 1_000);
  expect(room.disconnect).toHaveBeenCalledTimes(1);
});
