// A paged list that loads more on demand and stays stable while it is being read.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flattenPages, type pagedQuery } from '../api/pages';
import { refetchNow, queryError } from '../api/queryClient';
import { reconcileList, type StableList } from './stableList';

export interface PagedList<T> {
  items: T[] | null;
  /** The total number of items, if the service returns it. */
  total: number | null;
  /** The error if there is no list at all. */
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** The error of the last "Show more". */
  moreError: unknown;
  /** The number of new items that aren't shown while the list is being read. */
  newItemCount: number;
  showNewItems: () => void;
  /** Returns the id of the first added item. */
  showMore: () => Promise<string | null>;
  refresh: () => void;
  /** The list element, to detect whether it is being read. */
  listRef: RefObject<HTMLUListElement | null>;
}

const identity = <T>(item: T): T => item;

interface Options<T> {
  idOf: (item: T) => string;
  markRemoved?: (item: T) => T;
  /** Whether the list stays stable while it is read. False if only the user changes it. */
  isStable?: boolean;
}

export function usePagedList<T>(query: ReturnType<typeof pagedQuery<T>>, { idOf, markRemoved = identity, isStable = true }: Options<T>): PagedList<T> {
  const { data, error, failureReason, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = useInfiniteQuery(query);
  const client = useQueryClient();
  const listRef = useRef<HTMLUListElement>(null);
  /** The user requested the update and expects to see it. */
  const isUserRequested = useRef(false);
  const [shown, setShown] = useState<StableList<T> | null>(null);
  const rules = useRef({ idOf, markRemoved, queryKey: query.queryKey });
  useEffect(() => {
    rules.current = { idOf, markRemoved, queryKey: query.queryKey };
  });
  useLayoutEffect(() => {
    if (!data) return;
    const isReading = isStable && !isUserRequested.current && isBeingRead(listRef.current);
    isUserRequested.current = false;
    const update = { items: flattenPages(data, rules.current.idOf), pages: data.pages.length, hasMore: hasNextPage };
    setShown((last) => reconcileList(last, update, { ...rules.current, isReading }));
  }, [data, hasNextPage, isStable]);

  const showNewItems = useCallback(() => {
    if (data) setShown({ items: flattenPages(data, rules.current.idOf), pages: data.pages.length, hasMore: hasNextPage, newItemCount: 0 });
  }, [data, hasNextPage]);
  const showMore = useCallback(async () => {
    const before = new Set(data && flattenPages(data, rules.current.idOf).map(rules.current.idOf));
    const { data: after } = await fetchNextPage();
    const first = after?.pages.at(-1)?.items.find((item) => !before.has(rules.current.idOf(item)));
    return first === undefined ? null : rules.current.idOf(first);
  }, [data, fetchNextPage]);
  const refresh = useCallback(() => {
    isUserRequested.current = true;
    refetchNow(client, rules.current.queryKey);
  }, [client]);

  const failure = queryError({ error, failureReason });
  return {
    // In the first render nothing can move.
    items: shown?.items ?? (data ? flattenPages(data, idOf) : null),
    total: data?.pages[0]?.total ?? null,
    error: data ? null : failure,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    moreError: isFetchingNextPage || isFetchNextPageError ? failure : null,
    newItemCount: shown?.newItemCount ?? 0,
    showNewItems,
    showMore,
    refresh,
    listRef,
  };
}

/** The user has scrolled to it, hovers over it, or has the focus in it. */
function isBeingRead(listRef: HTMLElement | null): boolean {
  if (!listRef) return false;
  return window.scrollY > 40 || listRef.matches(':hover') || listRef.contains(document.activeElement);
}
