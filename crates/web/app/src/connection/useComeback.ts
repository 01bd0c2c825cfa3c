// Goes back in when `comeback` says so.
import { useEffect, useRef } from 'react';
import { comebackMs } from './comeback';
import type { RoomConnection } from './useRoomConnection';

interface Options {
  goesOn: boolean;
  /** See `newsOf`. */
  news: string;
  /** A page that nobody looks at waits for news, unless others wait for the page. */
  isHiddenToo: boolean;
}

export function useComeback({ state, start, probe }: RoomConnection, { goesOn, news, isHiddenToo }: Options): void {
  const stop = useRef({ state, news, at: 0 });
  useEffect(() => {
    if (stop.current.state !== state) stop.current = { state, news, at: Date.now() };
    const isNews = news !== stop.current.news;
    const waitMs = comebackMs({ connection: state, goesOn, isNews, chance: Math.random() });
    if (waitMs === null) return undefined;
    const due = waitMs + (isNews ? Date.now() : stop.current.at);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = () => {
      clearTimeout(timer);
      if (!isNews && !isHiddenToo && document.hidden) return;
      timer = setTimeout(state.at === 'failed' ? probe : start, Math.max(0, due - Date.now()));
    };
    arm();
    document.addEventListener('visibilitychange', arm);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', arm);
    };
  }, [state, goesOn, news, isHiddenToo, start, probe]);
}
