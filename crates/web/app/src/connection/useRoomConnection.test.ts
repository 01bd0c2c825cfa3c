import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { ConnectionError, DisconnectReason, RoomEvent, type Room } from 'livekit-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useRoomConnection } from './useRoomConnection';

afterEach(cleanup);

/** As much of a room as the connection knows of. */
class StandInRoom {
  readonly listeners = new Map<string, Set<(reason?: DisconnectReason) => void>>();
  connect = vi.fn(async () => {});
  disconnect = vi.fn(async () => {});

  on(event: string, listener: (reason?: DisconnectReason) => void): this {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
    return this;
  }

  off(event: string, listener: (reason?: DisconnectReason) => void): this {
    this.listeners.get(event)?.delete(listener);
    return this;
  }

  tell(event: RoomEvent, reason?: DisconnectReason): void {
    for (const listener of this.listeners.get(event) ?? []) listener(reason);
  }
}

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

  it('lets go of the room when the page is left', async () => {
    const { room, unmount } = joining();
    unmount();
    expect(room.disconnect).toHaveBeenCalled();
    expect([...room.listeners.values()].every((listeners) => listeners.size === 0)).toBe(true);
  });
});
