// Performs what the connection state requires: fetches tokens, joins, waits and retries.
import { type DisconnectReason, type Room, RoomEvent } from 'livekit-client';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { IDLE, isAttempting, connectionReducer, type ConnectionState } from './connectionState';
import { connectionProblemOf } from './connectionProblem';

interface RoomCredentials {
  token: string;
  wsUrl: string;
}

export interface RoomConnection {
  state: ConnectionState;
  start: () => void;
  /** One attempt in the background after the connection has failed. */
  probe: () => void;
  leave: () => Promise<void>;
}

interface Options {
  room: Room;
  /** Called before every attempt, so that an expired token is replaced. */
  fetchCredentials: (signal: AbortSignal) => Promise<RoomCredentials>;
  /** Runs after joining and before the state is `connected`, for example to publish. */
  onJoin?: (room: Room) => Promise<void>;
}

/** The room pool disconnects the room on unmount. */
export function useRoomConnection({ room, fetchCredentials, onJoin }: Options): RoomConnection {
  const [state, dispatch] = useReducer(connectionReducer, IDLE);
  // A failed join emits Disconnected too; only one after a successful join counts.
  const isInRoom = useRef(false);
  const latest = useRef({ fetchCredentials, onJoin });
  useEffect(() => {
    latest.current = { fetchCredentials, onJoin };
  });

  useEffect(() => {
    const onDisconnected = (reason?: DisconnectReason) => {
      if (!isInRoom.current) return;
      isInRoom.current = false;
      dispatch({ type: 'disconnected', reason, random: Math.random() });
    };
    const onReconnecting = () => dispatch({ type: 'reconnecting' });
    const onReconnected = () => dispatch({ type: 'reconnected' });
    room
      .on(RoomEvent.Disconnected, onDisconnected)
      .on(RoomEvent.SignalReconnecting, onReconnecting)
      .on(RoomEvent.Reconnecting, onReconnecting)
      .on(RoomEvent.Reconnected, onReconnected);
    // Disconnects when the tab closes, so that the participant doesn't stay until a timeout.
    const onPageHide = () => void room.disconnect(false);
    window.addEventListener('pagehide', onPageHide);
    return () => {
      room
        .off(RoomEvent.Disconnected, onDisconnected)
        .off(RoomEvent.SignalReconnecting, onReconnecting)
        .off(RoomEvent.Reconnecting, onReconnecting)
        .off(RoomEvent.Reconnected, onReconnected);
      window.removeEventListener('pagehide', onPageHide);
      isInRoom.current = false;
    };
  }, [room]);

  useEffect(() => {
    if (state.phase === 'backoff') {
      const timer = setTimeout(() => dispatch({ type: 'backoffElapsed' }), state.delayMs);
      return () => clearTimeout(timer);
    }
    if (!isAttempting(state)) return undefined;
    const abort = new AbortController();
    const attempt = async () => {
      try {
        const credentials = await latest.current.fetchCredentials(abort.signal);
        if (abort.signal.aborted) return;
        // The state machine retries, not the library.
        await room.connect(credentials.wsUrl, credentials.token, { maxRetries: 0 });
        if (abort.signal.aborted) return;
        isInRoom.current = true;
        await latest.current.onJoin?.(room);
        if (!abort.signal.aborted) dispatch({ type: 'joined' });
      } catch (error) {
        if (abort.signal.aborted) return;
        isInRoom.current = false;
        await room.disconnect(false);
        if (!abort.signal.aborted) dispatch({ type: 'attemptFailed', problem: connectionProblemOf(error), random: Math.random() });
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
