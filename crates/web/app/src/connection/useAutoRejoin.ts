// Rejoins when `rejoinDelayMs` says so.
import { useEffect, useRef } from 'react';
import { rejoinDelayMs } from './rejoinDelay';
import type { RoomConnection } from './useRoomConnection';

interface Options {
  canRejoin: boolean;
  /** See `statusVersionOf`. */
  statusVersion: string;
  /** A hidden viewer page waits for a status change; a creator's page rejoins while hidden too. */
  isActiveWhenHidden: boolean;
}

export function useAutoRejoin({ state, start, probe }: RoomConnection, { canRejoin, statusVersion, isActiveWhenHidden }: Options): void {
  const stopped = useRef({ state, statusVersion, since: 0 });
  useEffect(() => {
    if (stopped.current.state !== state) stopped.current = { state, statusVersion, since: Date.now() };
    const isStatusChanged = statusVersion !== stopped.current.statusVersion;
    const waitMs = rejoinDelayMs({ connection: state, canRejoin, isStatusChanged, random: Math.random() });
    if (waitMs === null) return undefined;
    const dueAt = waitMs + (isStatusChanged ? Date.now() : stopped.current.since);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const schedule = () => {
      clearTimeout(timer);
      if (!isStatusChanged && !isActiveWhenHidden && document.hidden) return;
      timer = setTimeout(state.phase === 'failed' ? probe : start, Math.max(0, dueAt - Date.now()));
    };
    schedule();
    document.addEventListener('visibilitychange', schedule);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', schedule);
    };
  }, [state, canRejoin, statusVersion, isActiveWhenHidden, start, probe]);
}
