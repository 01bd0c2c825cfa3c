// Keeps a list scrolled to its end, unless the user has scrolled up.
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

export interface AutoScroll {
  containerRef: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  onScroll: () => void;
  scrollToEnd: () => void;
}

/** A distance within this counts as the end. */
const END_TOLERANCE_PX = 48;

/** `content` must change with everything that makes the list longer. */
export function useAutoScroll(content: unknown): AutoScroll {
  const containerRef = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const isFollowing = useRef(true);

  const scrollToEnd = useCallback(() => {
    isFollowing.current = true;
    setIsAtEnd(true);
    if (containerRef.current) containerRef.current.scrollTop = containerRef.current.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    if (!containerRef.current) return;
    const { scrollHeight, scrollTop, clientHeight } = containerRef.current;
    isFollowing.current = scrollHeight - scrollTop - clientHeight < END_TOLERANCE_PX;
    setIsAtEnd(isFollowing.current);
  }, []);

  useLayoutEffect(() => {
    if (isFollowing.current && containerRef.current) containerRef.current.scrollTop = containerRef.current.scrollHeight;
  }, [content]);

  // Stay at the end when the list gets smaller, for example by an on-screen keyboard.
  useEffect(() => {
    if (!containerRef.current) return undefined;
    const element = containerRef.current;
    const observer = new ResizeObserver(() => {
      if (isFollowing.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { containerRef, isAtEnd, onScroll, scrollToEnd };
}
