import { useEffect, useRef, type RefObject } from 'react';

/** When what had the focus goes away with a change of `state`, the focus moves to the place around it, not to the top of the page. */
export function useFocusKept(place: RefObject<HTMLElement | null>, state: unknown): void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const element = place.current;
    const onFocus = ({ target }: FocusEvent) => {
      last.current = target instanceof Element ? target : null;
    };
    element?.addEventListener('focusin', onFocus);
    return () => element?.removeEventListener('focusin', onFocus);
  }, [place]);

  useEffect(() => {
    const isGone = last.current !== null && !last.current.isConnected;
    if (isGone && document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [place, state]);
}
