// A list of the service as a page shows it: its beginning at once, more when asked for, and it holds still
// while somebody reads it.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flattenPages, type pagedQuery } from '../api/pages';
import { refetchNow, queryError } from '../api/queryClient';
import { nextShown, type Shown } from './steadyList';

export interface PagedList<T> {
  items: T[] | null;
  /** How many there are in all, where the service says. */
  total: number | null;
  /** Why there is no list at all. */
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Why there isn't more, though it was asked for. */
  moreError: unknown;
  /** How many have come since, and aren't shown as long as somebody reads. */
  newcomers: number;
  showNewcomers: () => void;
  /** Answers the first of those that came in addition. */
  showMore: () => Promise<string | null>;
  refresh: () => void;
  /** Where the list stands, to know whether somebody is reading it. */
  place: RefObject<HTMLUListElement | null>;
}

const stays = <T>(item: T): T => item;

interface Options<T> {
  idOf: (item: T) => string;
  gone?: (item: T) => T;
  /** Whether it holds still while it is read: not where only the reader changes it. */
  isSteady?: boolean;
}

export function usePagedList<T>(query: ReturnType<typeof pagedQuery<T>>, { idOf, gone = stays, isSteady = true }: Options<T>): PagedList<T> {
  const { data, error, failureReason, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = useInfiniteQuery(query);
  const client = useQueryClient();
  const place = useRef<HTMLUListElement>(null);
  /** Who asks for it wants to see what came of it, wherever the pointer is. */
  const isAsked = useRef(false);
  const [held, setHeld] = useState<Shown<T> | null>(null);
  const rules = useRef({ idOf, gone, queryKey: query.queryKey });
  useEffect(() => {
    rules.current = { idOf, gone, queryKey: query.queryKey };
  });
  useLayoutEffect(() => {
    if (!data) return;
    const isReading = isSteady && !isAsked.current && isBeingRead(place.current);
    isAsked.current = false;
    const fresh = { items: flattenPages(data, rules.current.idOf), pages: data.pages.length, hasMore: hasNextPage };
    setHeld((last) => nextShown(last, fresh, { ...rules.current, isReading }));
  }, [data, hasNextPage, isSteady]);

  const showNewcomers = useCallback(() => {
    if (data) setHeld({ items: flattenPages(data, rules.current.idOf), pages: data.pages.length, hasMore: hasNextPage, newcomers: 0 });
  }, [data, hasNextPage]);
  const showMore = useCallback(async () => {
    const before = new Set(data && flattenPages(data, rules.current.idOf).map(rules.current.idOf));
    const { data: after } = await fetchNextPage();
    const first = after?.pages.at(-1)?.items.find((item) => !before.has(rules.current.idOf(item)));
    return first === undefined ? null : rules.current.idOf(first);
  }, [data, fetchNextPage]);
  const refresh = useCallback(() => {
    isAsked.current = true;
    refetchNow(client, rules.current.queryKey);
  }, [client]);

  const failure = queryError({ error, failureReason });
  return {
    // The first time round there is nothing that could move.
    items: held?.items ?? (data ? flattenPages(data, idOf) : null),
    total: data?.pages[0]?.total ?? null,
    error: data ? null : failure,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    moreError: isFetchingNextPage || isFetchNextPageError ? failure : null,
    newcomers: held?.newcomers ?? 0,
    showNewcomers,
    showMore,
    refresh,
    place,
  };
}

/** Somebody has scrolled down to it, points at it, or has the keyboard in it. */
function isBeingRead(place: HTMLElement | null): boolean {
  if (!place) return false;
  return window.scrollY > 40 || place.matches(':hover') || place.contains(document.activeElement);
}
