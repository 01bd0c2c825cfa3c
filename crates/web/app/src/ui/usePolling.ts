// Asks again and again, or once. Where the service tells of changes by itself, see `useFollowed`.
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Polled<T> {
  data: T | null;
  /** Why the last question failed; the last good answer stays in `data`. */
  error: unknown;
  refresh: () => void;
  /** Puts in what a write has just answered, ahead of the next question. */
  put: (data: T) => void;
  /** Changes the last answer, if there is one. */
  change: (change: (data: T) => T) => void;
}

type Load<T> = (signal: AbortSignal) => Promise<T>;

interface Answer<T> {
  to: Load<T> | null;
  data: T | null;
  error: unknown;
}

const AFTER_FAILURE_MS = 3_000;

/**
 * `load` is asked at once and then `everyMs` after each answer, or never again if that's null; sooner
 * after a failure. A new `load` starts over, null pauses.
 */
export function usePolling<T>(load: Load<T> | null, everyMs: number | null): Polled<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ to: load, data: null, error: null });
  const askNow = useRef<() => void>(() => {});
  const everyRef = useRef(everyMs);
  useEffect(() => {
    everyRef.current = everyMs;
  }, [everyMs]);

  useEffect(() => {
    if (!load) return undefined;
    let abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      // An answer that is under way may be older than what made somebody ask: it's dropped.
      abort.abort();
      clearTimeout(timer);
      const own = new AbortController();
      abort = own;
      let againMs = everyRef.current;
      try {
        const data = await load(own.signal);
        if (own.signal.aborted) return;
        setAnswer({ to: load, data, error: null });
      } catch (error) {
        if (own.signal.aborted) return;
        setAnswer((last) => ({ to: load, data: last.to === load ? last.data : null, error }));
        againMs = Math.min(againMs ?? AFTER_FAILURE_MS, AFTER_FAILURE_MS);
      }
      if (againMs !== null) timer = setTimeout(ask, againMs);
    };
    askNow.current = () => void ask();
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
      askNow.current = () => {};
    };
  }, [load]);

  const refresh = useCallback(() => askNow.current(), []);
  const put = useCallback((data: T) => setAnswer({ to: load, data, error: null }), [load]);
  const change = useCallback(
    (changed: (data: T) => T) =>
      setAnswer((last) => (last.to === load && last.data !== null ? { ...last, data: changed(last.data) } : last)),
    [load],
  );
  // What was answered to another question is no answer to this one.
  const isCurrent = answer.to === load;
  return { data: isCurrent ? answer.data : null, error: isCurrent ? answer.error : null, refresh, put, change };
}
