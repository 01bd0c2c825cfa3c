// Does something for as long as somebody can see the page.

/** Who only looks into another tab comes back to a page that is still current. */
export const HIDDEN_MS = 5_000;

/**
 * Calls `run`, aborts it once the page has been hidden for `HIDDEN_MS` or goes into the back/forward cache
 * (an open connection would keep it out of there), and calls it again when the page is back. `isHiddenToo`
 * tells whether it goes on while the page is hidden. Ends with `signal`.
 */
export function whileInUse(run: (signal: AbortSignal) => Promise<void>, isHiddenToo: () => boolean, signal: AbortSignal): void {
  let current: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    current?.abort();
    current = null;
  };
  const isWanted = () => !document.hidden || isHiddenToo();
  const begin = () => {
    clearTimeout(timer);
    if (current || !isWanted()) return;
    current = new AbortController();
    void run(current.signal);
  };
  const onVisibilityChange = () => {
    clearTimeout(timer);
    if (isWanted()) begin();
    else timer = setTimeout(() => isWanted() || end(), HIDDEN_MS);
  };
  document.addEventListener('visibilitychange', onVisibilityChange);
  window.addEventListener('pagehide', end);
  window.addEventListener('pageshow', begin);
  signal.addEventListener('abort', () => {
    document.removeEventListener('visibilitychange', onVisibilityChange);
    window.removeEventListener('pagehide', end);
    window.removeEventListener('pageshow', begin);
    end();
  });
  begin();
}
