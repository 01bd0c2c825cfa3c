// Does what the connection's state machine asks for: fetches tickets, joins, waits, tries again.
import { type DisconnectReason, type Room, RoomEvent } from 'livekit-client';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { IDLE, isTrying, next, type ConnectionState } from './machine';
import { problemOf } from './problem';

export interface Ticket {
  token: string;
  wsUrl: string;
}

export interface RoomConnection {
  state: ConnectionState;
  start: () => void;
  /** One attempt after giving up, that shows only if it works. */
  probe: () => void;
  leave: () => Promise<void>;
}

interface Options {
  room: Room;
  /** Asked before every attempt, so that an expired ticket heals by itself. */
  fetchTicket: (signal: AbortSignal) => Promise<Ticket>;
  /** What has to be done in the room before the connection counts, as publishing. */
  onJoin?: (room: Room) => Promise<void>;
}

/** Whoever lends the room leaves it when the page is left. */
export function useRoomConnection({ room, fetchTicket, onJoin }: Options): RoomConnection {
  const [state, dispatch] = useReducer(next, IDLE);
  // A failed join emits Disconnected too; only one that follows a successful join is news.
  const isInRoom = useRef(false);
  const latest = useRef({ fetchTicket, onJoin });
  useEffect(() => {
    latest.current = { fetchTicket, onJoin };
  });

  useEffect(() => {
    const onDisconnected = (reason?: DisconnectReason) => {
      if (!isInRoom.current) return;
      isInRoom.current = false;
      dispatch({ type: 'lost', reason, chance: Math.random() });
    };
    const onBreaking = () => dispatch({ type: 'breaking' });
    const onRepaired = () => dispatch({ type: 'repaired' });
    room
      .on(RoomEvent.Disconnected, onDisconnected)
      .on(RoomEvent.SignalReconnecting, onBreaking)
      .on(RoomEvent.Reconnecting, onBreaking)
      .on(RoomEvent.Reconnected, onRepaired);
    // Closing the tab says goodbye at once instead of leaving a ghost until a time-out.
    const onPageHide = () => void room.disconnect(false);
    window.addEventListener('pagehide', onPageHide);
    return () => {
      room
        .off(RoomEvent.Disconnected, onDisconnected)
        .off(RoomEvent.SignalReconnecting, onBreaking)
        .off(RoomEvent.Reconnecting, onBreaking)
        .off(RoomEvent.Reconnected, onRepaired);
      window.removeEventListener('pagehide', onPageHide);
      isInRoom.current = false;
    };
  }, [room]);

  useEffect(() => {
    if (state.at === 'waiting') {
      const timer = setTimeout(() => dispatch({ type: 'waited' }), state.delayMs);
      return () => clearTimeout(timer);
    }
    if (!isTrying(state)) return undefined;
    const abort = new AbortController();
    const attempt = async () => {
      try {
        const ticket = await latest.current.fetchTicket(abort.signal);
        if (abort.signal.aborted) return;
        // Trying again is the state machine's business, not the library's.
        await room.connect(ticket.wsUrl, ticket.token, { maxRetries: 0 });
        if (abort.signal.aborted) return;
        isInRoom.current = true;
        await latest.current.onJoin?.(room);
        if (!abort.signal.aborted) dispatch({ type: 'joined' });
      } catch (error) {
        if (abort.signal.aborted) return;
        isInRoom.current = false;
        await room.disconnect(false);
        if (!abort.signal.aborted) dispatch({ type: 'attemptFailed', problem: problemOf(error), chance: Math.random() });
      }
    };
    void attempt();
    return () => abort.abort();
  }, [state, room]);

  const start = useCallback(() => dispatch({ type: 'start' }), []);
  const probe = useCallback(() => dispatch({ type: 'probe' }), []);
  const leave = useCallback(async () => {
    isInRoom.current = false;
    dispatch({ type: 'leave' });
    await room.disconnect(false);
  }, [room]);

  return { state, start, probe, leave };
}
