import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { ConnectionError, DisconnectReason, RoomEvent, type Room } from 'livekit-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StandInRoom } from './testRoom';
import { useRoomConnection } from './useRoomConnection';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const joining = (change: (room: StandInRoom) => void = () => {}) => {
  const room = new StandInRoom();
  change(room);
  const fetchTicket = vi.fn(async () => ({ token: 't', wsUrl: 'ws://media' }));
  const { result, unmount } = renderHook(() => useRoomConnection({ room: room as unknown as Room, fetchTicket }));
  act(() => result.current.start());
  return { room, result, unmount, fetchTicket };
};

describe('useRoomConnection', () => {
  it('fetches a ticket, joins with it, and follows the room', async () => {
    const { room, result } = joining();
    await waitFor(() => expect(result.current.state).toEqual({ at: 'connected' }));
    expect(room.connect).toHaveBeenCalledWith('ws://media', 't', expect.anything());
    act(() => room.tell(RoomEvent.Disconnected, DisconnectReason.ROOM_DELETED));
    expect(result.current.state).toEqual({ at: 'closed', why: 'ended' });
  });

  it('takes the farewell of a failed join for no news of its own', async () => {
    const { result } = joining((room) => {
      room.connect.mockImplementation(async () => {
        room.tell(RoomEvent.Disconnected, DisconnectReason.JOIN_FAILURE);
        throw ConnectionError.serverUnreachable('refused');
      });
    });
    await waitFor(() => expect(result.current.state).toMatchObject({ at: 'waiting', attempt: 1 }));
  });

  it('asks for a fresh ticket after a loss', async () => {
    const { room, result, fetchTicket } = joining();
    await waitFor(() => expect(result.current.state.at).toBe('connected'));
    act(() => room.tell(RoomEvent.Disconnected));
    expect(result.current.state).toMatchObject({ at: 'waiting', attempt: 0 });
    await waitFor(() => expect(result.current.state.at).toBe('connected'), { timeout: 3_000 });
    expect(fetchTicket).toHaveBeenCalledTimes(2);
  });

  it('tries once more when asked to, behind the error', async () => {
    const { room, result, fetchTicket } = joining();
    await waitFor(() => expect(result.current.state.at).toBe('connected'));
    room.connect.mockRejectedValue(ConnectionError.notAllowed('no such room', 404));
    vi.useFakeTimers();
    act(() => room.tell(RoomEvent.Disconnected));
    // Each wait begins once the page has been drawn after the attempt before.
    for (const waitMs of [1_200, 1_200, 2_400]) await act(() => vi.advanceTimersByTimeAsync(waitMs));
    expect(result.current.state).toMatchObject({ at: 'failed', problem: { code: 'MEDIA_REFUSED' } });
    expect(fetchTicket).toHaveBeenCalledTimes(4);

    act(() => result.current.probe());
    expect(result.current.state.at).toBe('probing');
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(result.current.state.at).toBe('failed');
    expect(fetchTicket).toHaveBeenCalledTimes(5);

    room.connect.mockResolvedValue();
    act(() => result.current.probe());
    await act(() => vi.advanceTimersByTimeAsync(0));
    expect(result.current.state).toEqual({ at: 'connected' });
  });

  it('no longer listens to the room when the page is left', async () => {
    const { room, unmount } = joining();
    unmount();
    expect([...room.listeners.values()].every((listeners) => listeners.size === 0)).toBe(true);
  });
});
