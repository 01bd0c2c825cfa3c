// Whether loading the page again may help, and harms nobody.

/** A page that was loaded again less than this ago, and fails the same way, isn't loaded again by itself. */
const SETTLED_MS = 60_000;

/** Tells an upgrade from an outage: without the server no file of any build can be had. */
export async function isServerThere(signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}

/** Works without storage: the browser itself knows that this page came from a reload. */
export function mayReload(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const isFresh = navigation?.type === 'reload' && performance.now() < SETTLED_MS;
  return !isFresh && !isAnythingAtStake();
}

/** Whether somebody would lose a broadcast or a text. */
function isAnythingAtStake(): boolean {
  // Whoever asks "Leave this page?" objects to this too.
  const isLeaving = window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea, input:not([type]), input[type="text"]');
  return !isLeaving || Array.from(fields).some(({ value }) => value.trim() !== '');
}
