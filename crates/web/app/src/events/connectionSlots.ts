// Limits the event streams of all tabs of a browser. Over HTTP/1.1 a browser opens six connections per host for all
// tabs, and each event stream occupies one. Without a limit, later tabs and all other calls would block.

/** Half of the six connections, so that other calls always find a free one. */
export const MAX_EVENT_STREAMS = 3;
/** A free lock is granted within a few milliseconds. */
const GRANT_TIMEOUT_MS = 300;

const SLOT_LOCK_NAMES = Array.from({ length: MAX_EVENT_STREAMS }, (_, index) => `onair.events.${index}`);

interface Options {
  /** Web Locks; undefined outside a secure context. */
  locks: LockManager | undefined;
  /** Called when no slot is free or locks don't work: the page has to poll. */
  onNoSlot: () => void;
}

/**
 * Runs `run` when a slot is free. The slot is released when `run` is done, or when the page closes or crashes.
 * Resolves without calling `run` if aborted before, or if Web Locks don't work (blocked storage access, or plain
 * HTTP): then no tab subscribes.
 */
export async function withConnectionSlot(run: () => Promise<void>, { locks, onNoSlot }: Options, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const waiting = new AbortController();
  const stopWaiting = () => waiting.abort();
  signal.addEventListener('abort', stopWaiting);
  const noSlotTimer = setTimeout(onNoSlot, GRANT_TIMEOUT_MS);
  let hasSlot = false;
  const takeSlot = async () => {
    // Several slots may become free at once; the surplus is released.
    if (hasSlot || signal.aborted) return;
    hasSlot = true;
    clearTimeout(noSlotTimer);
    stopWaiting();
    await run();
  };
  const requests = SLOT_LOCK_NAMES.map(async (name) => locks?.request(name, { signal: waiting.signal }, takeSlot));
  await Promise.allSettled(requests);
  clearTimeout(noSlotTimer);
  signal.removeEventListener('abort', stopWaiting);
  if (!hasSlot && !signal.aborted) onNoSlot();
}
