// A page that opens without being loaded has to do what loading does: say its title, and begin at its beginning.
import { useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { announce } from '../ui/announce';

export function useRouteFocus(): void {
  const { pathname, key } = useLocation();
  const navigation = useNavigationType();
  const last = useRef({ pathname, key });
  /** By which link each page was left, to come back to it. */
  const ways = useRef(new Map<string, string>());
  const link = useRef<string | null>(null);

  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      link.current = target instanceof Element ? (target.closest('main a')?.getAttribute('href') ?? null) : null;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);

  useEffect(() => {
    const left = last.current;
    last.current = { pathname, key };
    if (left.pathname === pathname) return;
    if (link.current !== null) ways.current.set(left.key, link.current);
    announce(document.title);
    if (keepsFocus(document.activeElement)) return;
    const way = navigation === 'POP' ? ways.current.get(key) : undefined;
    const links = [...document.querySelectorAll<HTMLElement>('main a')];
    const place = links.find((one) => one.getAttribute('href') === way) ?? document.getElementById('content');
    place?.focus({ preventScroll: true });
  }, [pathname, key, navigation]);
}

/** What is still there and in use: a field in which somebody writes, the tab that was pressed. */
function keepsFocus(element: Element | null): boolean {
  return element !== null && (element.matches('input, textarea, select') || element.closest('main :not(main)') !== null);
}
