// Cursor-paginated lists.
import { infiniteQueryOptions, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { LIMITS } from './limits';
import { pollEvery } from './queryClient';

export interface Page<T> {
  items: T[];
  /** The cursor of the next page; null on the last page. */
  nextCursor: string | null;
  /** The total number of items, if the service returns it. */
  total?: number;
}

interface PageQuery {
  limit: number;
  cursor?: string;
}

export type PagedData<T> = InfiniteData<Page<T>>;

interface Options<T> {
  queryKey: QueryKey;
  fetchPage: (query: PageQuery, signal: AbortSignal) => Promise<Page<T>>;
  firstPageSize?: number;
  /** Null disables polling. */
  refetchIntervalMs?: number | null;
}

const PAGE_SIZE = LIMITS.page;

export function pagedQuery<T>({ queryKey, fetchPage, firstPageSize = PAGE_SIZE, refetchIntervalMs = null }: Options<T>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam === null ? { limit: firstPageSize } : { limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Page<T>) => nextCursor,
    // A refetch loads all pages, so a longer list is refetched less often.
    refetchInterval: (query) => pollEvery(refetchIntervalMs === null ? null : refetchIntervalMs * (query.state.data?.pages.length ?? 1))(query),
  });
}

/**
 * The items of all pages. An item that moved to a later page between two reads is listed once, at its first
 * position.
 */
export function flattenPages<T>({ pages }: PagedData<T>, idOf: (item: T) => string): T[] {
  const byId = new Map<string, T>();
  for (const { items } of pages) {
    for (const item of items) if (!byId.has(idOf(item))) byId.set(idOf(item), item);
  }
  return [...byId.values()];
}

/** An updater for `setQueryData` that applies `change` to each item. */
export function updateItems<T>(change: (item: T) => T) {
  return (data: PagedData<T> | undefined): PagedData<T> | undefined =>
    data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}
