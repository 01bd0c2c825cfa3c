// Keeps the newest in sight, unless somebody has scrolled away from it to read.
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

export interface AutoScroll {
  place: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  onScroll: () => void;
  toEnd: () => void;
}

/** So near to the end counts as there. */
const NEAR_PX = 48;

/** `content` changes with everything that makes the list longer. */
export function useAutoScroll(content: unknown): AutoScroll {
  const place = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const follows = useRef(true);

  const toEnd = useCallback(() => {
    follows.current = true;
    setIsAtEnd(true);
    if (place.current) place.current.scrollTop = place.current.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    if (!place.current) return;
    const { scrollHeight, scrollTop, clientHeight } = place.current;
    follows.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    setIsAtEnd(follows.current);
  }, []);

  useLayoutEffect(() => {
    if (follows.current && place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [content]);

  // A keyboard that opens, or a window that is made smaller, takes nothing out of sight.
  useEffect(() => {
    if (!place.current) return undefined;
    const element = place.current;
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { place, isAtEnd, onScroll, toEnd };
}
