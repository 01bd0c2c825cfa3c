import { useEffect, useRef, type RefObject } from 'react';

/**
 * Moves the focus to the container when a change of `state` removes the focused element. Otherwise the browser
 * would move it to the top of the page.
 */
export function useRestoreFocus(containerRef: RefObject<HTMLElement | null>, state: unknown): void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const element = containerRef.current;
    const onFocus = ({ target }: FocusEvent) => {
      last.current = target instanceof Element ? target : null;
    };
    element?.addEventListener('focusin', onFocus);
    return () => element?.removeEventListener('focusin', onFocus);
  }, [containerRef]);

  useEffect(() => {
    const isRemoved = last.current !== null && !last.current.isConnected;
    if (isRemoved && document.activeElement === document.body) containerRef.current?.focus({ preventScroll: true });
  }, [containerRef, state]);
}
