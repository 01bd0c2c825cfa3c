// Something about a stream, kept current: asked for once, and changed by events from then on. While no
// events come (an outage, or other tabs hold all event streams) it is asked for again and again instead.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { usePolling, type Polled } from '../ui/usePolling';
import { withinBudget } from './budget';
import { changeOf, type StreamEvent, type Told } from './event';
import { followEvents, type OpenEvents } from './followEvents';
import { whileInUse } from './whileInUse';

type Load<T> = (signal: AbortSignal) => Promise<T>;

interface Options<T> {
  /** How often to ask while events come, for what they don't tell; null for never. */
  everyMs: number | null;
  /** Whether to listen while nobody sees the page; without, it catches up when it is shown again. */
  isHiddenToo?: (last: T) => boolean;
}

export interface Followed<T> extends Polled<T> {
  /** How often the service was heard anew: each connection starts with a snapshot. */
  snapshots: number;
  /** The session that ended last while this page listened. */
  endedSession: string | null;
}

const UNHEARD_MS = 3_000;

export function useFollowed<T extends object>(load: Load<T> | null, open: OpenEvents, { everyMs, isHiddenToo }: Options<T>): Followed<T> {
  const heard = useRef<Partial<Told>>({});
  const loadAndHear = useMemo(
    () =>
      load &&
      (async (signal: AbortSignal): Promise<T> => {
        // The answer is newer than what was heard before, but not than what is heard meanwhile.
        heard.current = {};
        const answered: T = await load(signal);
        return { ...answered, ...heard.current };
      }),
    [load],
  );
  const [isHearing, setIsHearing] = useState(true);
  const [snapshots, setSnapshots] = useState(0);
  const [endedSession, setEndedSession] = useState<string | null>(null);
  const polled = usePolling(loadAndHear, isHearing ? everyMs : UNHEARD_MS);
  const { data, change, refresh } = polled;

  const hear = useCallback(
    (event: StreamEvent) => {
      if (event.event === 'snapshot') setSnapshots((count) => count + 1);
      if (event.event === 'ended') setEndedSession(event.data.sessionId);
      const told = changeOf(event);
      heard.current = { ...heard.current, ...told };
      change((last) => ({ ...last, ...told }));
    },
    [change],
  );
  // Before the first answer it isn't known whether there is anything to hear of.
  const isThere = data !== null;
  const goesOnHidden = useRef(false);
  useEffect(() => {
    goesOnHidden.current = data !== null && (isHiddenToo?.(data) ?? false);
  }, [data, isHiddenToo]);
  useEffect(() => {
    if (!isThere) return undefined;
    const abort = new AbortController();
    const listen = (signal: AbortSignal) =>
      withinBudget(
        () => followEvents(open, { hear, onHearing: setIsHearing }, signal),
        { locks: navigator.locks, onRefused: () => setIsHearing(false) },
        signal,
      );
    whileInUse(listen, () => goesOnHidden.current, abort.signal);
    return () => abort.abort();
  }, [isThere, open, hear]);
  useEffect(() => {
    if (!isHearing) refresh();
  }, [isHearing, refresh]);
  return { ...polled, snapshots, endedSession };
}
