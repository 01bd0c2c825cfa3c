import { useEffect, type RefObject } from 'react';

/** When what had the focus went away with a change of `state`, it goes to the place where that was, not to the top of the page. */
export function useFocusKept(place: RefObject<HTMLElement | null>, state: unknown): void {
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [place, state]);
}
