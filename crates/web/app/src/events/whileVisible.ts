// Runs a task while the page is visible.

/** A short look at another tab doesn't interrupt the task. */
export const HIDDEN_GRACE_MS = 5_000;

/**
 * Calls `run`, and aborts it when the page has been hidden for `HIDDEN_GRACE_MS` or enters the back/forward cache,
 * which an open connection would prevent. Calls `run` again when the page is visible. `isActiveWhenHidden` decides
 * whether a hidden page continues. Ends with `signal`.
 */
export function whileVisible(run: (signal: AbortSignal) => Promise<void>, isActiveWhenHidden: () => boolean, signal: AbortSignal): void {
  let current: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    current?.abort();
    current = null;
  };
  const shouldRun = () => !document.hidden || isActiveWhenHidden();
  const begin = () => {
    clearTimeout(timer);
    if (current || !shouldRun()) return;
    current = new AbortController();
    void run(current.signal);
  };
  const onVisibilityChange = () => {
    clearTimeout(timer);
    if (shouldRun()) begin();
    else timer = setTimeout(() => shouldRun() || end(), HIDDEN_GRACE_MS);
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
