// How many event streams the tabs of one browser hold together. Over HTTP/1.1 a browser opens six connections
// to a host, for all tabs, and an event stream keeps one of them: without a limit, later tabs and every other
// call would wait for ever.

/** Half of the six: ending, chat and tokens always find a free connection. */
export const MAX_STREAMS = 3;
/** A free place is granted within a few milliseconds. */
const GRANT_MS = 300;

const PLACES = Array.from({ length: MAX_STREAMS }, (_, index) => `onair.events.${index}`);

interface Options {
  /** Web Locks; absent where the page isn't a secure context. */
  locks: LockManager | undefined;
  /** Called when no place is free, or none can be had: somebody has to ask instead of listening. */
  onRefused: () => void;
}

/**
 * Runs `run` as soon as one of the places is free, and frees it when `run` is done, the page goes away or
 * crashes. Resolves without a run when aborted before, and where tabs can't count their streams together:
 * storage access may be blocked, and plain HTTP has no Web Locks. No tab listens then.
 */
export async function withinBudget(run: () => Promise<void>, { locks, onRefused }: Options, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const waiting = new AbortController();
  const stopWaiting = () => waiting.abort();
  signal.addEventListener('abort', stopWaiting);
  const notice = setTimeout(onRefused, GRANT_MS);
  let hasPlace = false;
  const takePlace = async () => {
    // Several places may become free at once; what isn't needed is given back.
    if (hasPlace || signal.aborted) return;
    hasPlace = true;
    clearTimeout(notice);
    stopWaiting();
    await run();
  };
  const requests = PLACES.map(async (name) => locks?.request(name, { signal: waiting.signal }, takePlace));
  await Promise.allSettled(requests);
  clearTimeout(notice);
  signal.removeEventListener('abort', stopWaiting);
  if (!hasPlace && !signal.aborted) onRefused();
}
