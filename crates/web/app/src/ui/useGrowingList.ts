// A paged list of the service: its beginning at once, more when asked for, and kept fresh if wanted.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { newcomers, reread, started, withMore, type Grown, type Part } from './grown';
import { messageOf } from './messageOf';
import { usePolling } from './usePolling';

export interface Asked {
  limit: number;
  cursor?: string;
}

export type LoadPart<T> = (asked: Asked, signal?: AbortSignal) => Promise<Part<T>>;

interface Options<T> {
  /** A new one starts over; null waits. */
  load: LoadPart<T> | null;
  idOf: (item: T) => string;
  firstLimit?: number;
  /** How often to read it again; null for never. */
  everyMs?: number | null;
  gone?: (item: T) => T;
}

export interface GrowingList<T> {
  items: T[] | null;
  /** Why there is no list at all. */
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Why there isn't more, though it was asked for. */
  moreProblem: string | null;
  /** Who came since, and isn't shown as long as somebody reads. */
  newcomers: number;
  showNewcomers: () => void;
  /** Answers the first of those that came in addition. */
  showMore: () => Promise<string | null>;
  refresh: () => void;
  replace: (item: T) => void;
  /** Where the list stands, to know whether somebody is reading it. */
  place: React.RefObject<HTMLElement | null>;
}

const MORE = 20;
/** What the service gives at most at a time. */
const AT_MOST = 50;
/** Nobody reads further than this without looking anew. */
const READ_AGAIN_AT_MOST = 200;

const stays = <T>(item: T): T => item;

export function useGrowingList<T>({ load, idOf, firstLimit = MORE, everyMs = null, gone = stays }: Options<T>): GrowingList<T> {
  const place = useRef<HTMLElement | null>(null);
  const known = useRef<Grown<T> | null>(null);
  const rules = useRef({ idOf, gone });
  useEffect(() => {
    rules.current = { idOf, gone };
  }, [idOf, gone]);
  const owner = useRef<LoadPart<T> | null>(null);
  const isAsked = useRef(false);
  const loadAgain = useMemo(() => {
    if (!load) return null;
    return async (signal: AbortSignal): Promise<Grown<T>> => {
      // Another list starts over.
      if (owner.current !== load) known.current = null;
      owner.current = load;
      const before = known.current;
      const count = Math.min(Math.max(firstLimit, before?.items.length ?? 0), READ_AGAIN_AT_MOST);
      const fresh = await readBeginning(load, count, signal);
      // What grew meanwhile would be lost: the next look counts.
      const isOutrun = known.current !== null && known.current.items.length > Math.max(count, before?.items.length ?? 0);
      if (!isOutrun || !known.current) known.current = reread(known.current, fresh, { ...rules.current, isReading: !isAsked.current && isReading(place.current) });
      isAsked.current = false;
      return known.current;
    };
  }, [load, firstLimit]);
  const { data, error, put, refresh: look } = usePolling(loadAgain, everyMs);
  // Who asks for it wants to see what came of it, wherever the pointer is.
  const refresh = useCallback(() => {
    isAsked.current = true;
    look();
  }, [look]);

  const keep = useCallback(
    (next: Grown<T>) => {
      known.current = next;
      put(next);
    },
    [put],
  );
  const showNewcomers = useCallback(() => {
    if (known.current?.newer) keep(started(known.current.newer));
  }, [keep]);
  const replace = useCallback(
    (item: T) => {
      const { idOf: id } = rules.current;
      if (!known.current) return;
      keep({ ...known.current, items: known.current.items.map((one) => (id(one) === id(item) ? item : one)) });
    },
    [keep],
  );
  const more = useMore(load, known, keep, rules);
  return {
    items: data?.items ?? null,
    error: data === null ? error : null,
    hasMore: data !== null && data.nextCursor !== null,
    newcomers: data ? newcomers(data, idOf) : 0,
    showNewcomers,
    refresh,
    replace,
    place,
    ...more,
  };
}

function useMore<T>(
  load: LoadPart<T> | null,
  known: React.RefObject<Grown<T> | null>,
  keep: (next: Grown<T>) => void,
  rules: React.RefObject<{ idOf: (item: T) => string }>,
) {
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const [moreProblem, setMoreProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState(() => load);
  if (asked !== load) {
    setAsked(() => load);
    setMoreProblem(null);
  }
  const showMore = useCallback(async () => {
    const before = known.current;
    if (!load || !before || before.nextCursor === null) return null;
    setIsLoadingMore(true);
    setMoreProblem(null);
    try {
      const part = await load({ limit: MORE, cursor: before.nextCursor });
      // Another list may have taken its place, or a newer order of this one: then this part doesn't follow.
      if (known.current?.nextCursor !== before.nextCursor) return null;
      const ids = new Set(known.current.items.map(rules.current.idOf));
      keep(withMore(known.current, part, rules.current.idOf));
      const first = part.items.find((item) => !ids.has(rules.current.idOf(item)));
      return first === undefined ? null : rules.current.idOf(first);
    } catch (failure) {
      setMoreProblem(messageOf(failure));
      return null;
    } finally {
      setIsLoadingMore(false);
    }
  }, [load, known, keep, rules]);
  return { isLoadingMore, moreProblem, showMore };
}

async function readBeginning<T>(load: LoadPart<T>, count: number, signal: AbortSignal): Promise<Part<T>> {
  const first = await load({ limit: Math.min(count, AT_MOST) }, signal);
  const items = [...first.items];
  let { nextCursor } = first;
  while (items.length < count && nextCursor !== null) {
    // oxlint-disable-next-line no-await-in-loop -- each part begins where the last one ended
    const part: Part<T> = await load({ limit: Math.min(count - items.length, AT_MOST), cursor: nextCursor }, signal);
    items.push(...part.items);
    ({ nextCursor } = part);
  }
  return { items, nextCursor };
}

/** Somebody has scrolled down to it, points at it, or has the keyboard in it. */
function isReading(place: HTMLElement | null): boolean {
  if (!place) return false;
  return window.scrollY > 40 || place.matches(':hover') || place.contains(document.activeElement);
}
