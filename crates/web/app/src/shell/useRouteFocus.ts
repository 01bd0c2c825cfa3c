// After client-side navigation: announces the title and moves the focus to the new page.
import { useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { announce } from '../ui/announce';

export function useRouteFocus(): void {
  const { pathname, key } = useLocation();
  const navigation = useNavigationType();
  const last = useRef({ pathname, key });
  /** The link by which each page was left, to restore the focus on return. */
  const lastLinks = useRef(new Map<string, string>());
  const focusedLink = useRef<string | null>(null);

  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      focusedLink.current = target instanceof Element ? (target.closest('main a')?.getAttribute('href') ?? null) : null;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);

  useEffect(() => {
    const previous = last.current;
    last.current = { pathname, key };
    if (previous.pathname === pathname) return;
    if (focusedLink.current !== null) lastLinks.current.set(previous.key, focusedLink.current);
    announce(document.title);
    if (keepsFocus(document.activeElement)) return;
    const lastLink = navigation === 'POP' ? lastLinks.current.get(key) : undefined;
    const links = [...document.querySelectorAll<HTMLElement>('main a')];
    const target = links.find((one) => one.getAttribute('href') === lastLink) ?? document.getElementById('content');
    target?.focus({ preventScroll: true });
  }, [pathname, key, navigation]);
}

/** A focused element that is still there: a text field, or the tab link that was pressed. */
function keepsFocus(element: Element | null): boolean {
  return element !== null && (element.matches('input, textarea, select') || element.closest('main :not(main)') !== null);
}
