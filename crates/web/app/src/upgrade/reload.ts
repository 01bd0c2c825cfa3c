// Whether an automatic reload may help without losing anything.

/** A page that was reloaded less than this ago isn't reloaded automatically again. */
const MIN_RELOAD_INTERVAL_MS = 60_000;

/** Distinguishes an update from an outage. */
export async function isServerReachable(signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}

/** Works without storage: the browser reports that this page was reloaded. */
export function canReload(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const isFresh = navigation?.type === 'reload' && performance.now() < MIN_RELOAD_INTERVAL_MS;
  return !isFresh && !hasUnsavedState();
}

/** Whether a reload would interrupt a broadcast or lose a text. */
function hasUnsavedState(): boolean {
  // A handler that asks "Leave this page?" cancels this event too.
  const isLeaving = window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea, input:not([type]), input[type="text"]');
  return !isLeaving || Array.from(fields).some(({ value }) => value.trim() !== '');
}
