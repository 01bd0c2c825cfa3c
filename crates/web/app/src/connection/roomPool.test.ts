import { cleanup, renderHook, waitFor } from '@testing-library/react';
import { ConnectionState, RoomEvent } from 'livekit-client';
import { StrictMode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { createRoomPool } from './roomPool';
import type { StandInRoom } from './testRoom';

vi.mock('livekit-client', async (original) => {
  const { StandInRoom: Room } = await import('./testRoom');
  return { ...(await original<object>()), Room };
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('lends the room of a page that was left to the next page, once it is disconnected', async () => {
  const useRoom = createRoomPool({});
  const first = renderHook(useRoom);
  const room = first.result.current as unknown as StandInRoom;
  const leaving = new AbortController();
  room.disconnect.mockReturnValueOnce(new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve())));
  first.unmount();

  const second = renderHook(useRoom);
  expect(second.result.current, 'the first is still being left').not.toBe(room);
  leaving.abort();
  await waitFor(() => expect(renderHook(useRoom).result.current).toBe(room));
});

it('never lends a room to two pages', async () => {
  const useRoom = createRoomPool({});
  const strict = renderHook(useRoom, { wrapper: StrictMode });
  await Promise.resolve();
  const others = [renderHook(useRoom), renderHook(useRoom)];
  expect(new Set([strict, ...others].map(({ result }) => result.current)).size).toBe(3);
});

it('doesn’t lend a room again that can’t be left', async () => {
  const useRoom = createRoomPool({});
  const { result, unmount } = renderHook(useRoom);
  const room = result.current as unknown as StandInRoom;
  room.disconnect.mockRejectedValueOnce(new Error('stuck'));
  unmount();
  await Promise.resolve();
  expect(renderHook(useRoom).result.current).not.toBe(room);
});

it.each(['settled', 'stuck'])('doesn’t close a connection in the midst of being made, unless it takes long (%s)', async (how) => {
  vi.useFakeTimers();
  const { result, unmount } = renderHook(createRoomPool({}));
  const room = result.current as unknown as StandInRoom;
  room.state = ConnectionState.Connecting;
  unmount();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(room.disconnect).not.toHaveBeenCalled();
  if (how === 'settled') room.tell(RoomEvent.ConnectionStateChanged);
  await vi.advanceTimersByTimeAsync(how === 'settled' ? 0 : 1_000);
  expect(room.disconnect).toHaveBeenCalledTimes(1);
});
