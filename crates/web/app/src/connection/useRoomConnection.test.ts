// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { ConnectionError, DisconnectReason, RoomEvent, type Room } from 'livekit-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeRoom } from './testRoom';
import { useRoomConnection } from './useRoomConnection';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const joining = (change: (room: FakeRoom) => void = () => {}) => {
  const room = new FakeRoom();
  change(room);
  const fetchCredentials = vi.fn(async () => ({ token: 't', wsUrl: 'ws://media' }));
  const { result, unmount } = renderHook(() => useRoomConnection({ room: room as unknown as Room, fetchCredentials }));
  act(() => result.current.start());
  return { room, result, unmount, fetchCredentials };
};

describe('useRoomConnection', () => {
  it('fetches a token, joins with it, and follows the room’s events', async () => {
    const { room, result } = joining();
    await waitFor(() => expect(result.current.state).toEqual({ phase: 'connected' }));
    expect(room.connect).toHaveBeenCalledWith('ws://media', 't', expect.anything());
    act(() => room.emit(RoomEvent.Disconnected, DisconnectReason.ROOM_DELETED));
    expect(result.current.state).toEqual({ phase: 'closed', closeReason: 'ended' });
  });

  it('ignores the disconnect event of a failed join', async () => {
    const { result } = joining((room) => {
      room.connect.mockImplementation(async () => {
        room.emit(RoomEvent.Disconnected, DisconnectReason.JOIN_FAILURE);
        throw ConnectionError.serverUnreachable('refused');
      });
    });
    await waitFor(() => expect(result.current.state).toMatchObject({ phase: 'backoff', attempt: 1 }));
  });

  it('fetches a new token after a disconnect', async () => {
    const { room, result, fetchCredentials } = joining();
    await waitFor(() => expect(result.current.state.phase).toBe('connected'));
    act(() => room.emit(RoomEvent.Disconnected));
    expect(result.current.state).toMatchObject({ phase: 'backoff', attempt: 0 });
    await waitFor(() => expect(result.current.state.phase).toBe('connected'), { timeout: 3_000 });
    expect(fetchCredentials).toHaveBeenCalledTimes(2);
  });

  it('probes in the background after it has failed', async () => {
    const { room, result, fetchCredentials } = joining();
    await waitFor(() => expect(result.current.state.phase).toBe('connected'));
    room.connect.mockRejectedValue(ConnectionError.notAllowed('no such room', 404));
    vi.useFakeTimers();
    act(() => room.emit(RoomEvent.Disconnected));
    // Each delay starts after the render that follows the previous attempt.
    for (const waitMs of [1_200, 1_200, 2_400]) await act(() => vi.advanceTimersByTimeAsync(waitMs));
    expect(result.current.state).toMatchObject({ phase: 'failed', problem: { code: 'MEDIA_REFUSED' } });
    expect(fetchCredentials).toHaveBeenCalledTimes(4);

    act(() => result.current.probe());
    expect(result.current.state.phase).toBe('probing');
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(result.current.state.phase).toBe('failed');
    expect(fetchCredentials).toHaveBeenCalledTimes(5);

    room.connect.mockResolvedValue();
    act(() => result.current.probe());
    await act(() => vi.advanceTimersByTimeAsync(0));
    expect(result.current.state).toEqual({ phase: 'connected' });
  });

  it('removes its listeners on unmount', async () => {
    const { room, unmount } = joining();
    unmount();
    expect([...room.listeners.values()].every((listeners) => listeners.size === 0)).toBe(true);
  });
});
