// Lists that the service gives page by page.
import { infiniteQueryOptions, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { every } from './queryClient';

export interface Page<T> {
  items: T[];
  /** Where it goes on; null when that was all. */
  nextCursor: string | null;
  /** How many there are in all, where the service says. */
  total?: number;
}

export interface PageQuery {
  limit: number;
  cursor?: string;
}

export type Pages<T> = InfiniteData<Page<T>>;

interface Options<T> {
  queryKey: QueryKey;
  load: (query: PageQuery, signal: AbortSignal) => Promise<Page<T>>;
  firstLimit?: number;
  /** How often to read it again; null for never. */
  everyMs?: number | null;
}

const LIMIT = 20;

export function pagedQuery<T>({ queryKey, load, firstLimit = LIMIT, everyMs = null }: Options<T>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam === null ? { limit: firstLimit } : { limit: LIMIT, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Page<T>) => nextCursor,
    // All pages are read again, so a long list is read less often.
    refetchInterval: (query) => every(everyMs === null ? null : everyMs * (query.state.data?.pages.length ?? 1))(query),
  });
}

/** The items of all pages. One that moved to a later page between two reads stands where it was met first. */
export function itemsOf<T>({ pages }: Pages<T>, idOf: (item: T) => string): T[] {
  const byId = new Map<string, T>();
  for (const { items } of pages) {
    for (const item of items) if (!byId.has(idOf(item))) byId.set(idOf(item), item);
  }
  return [...byId.values()];
}

/** For `setQueryData`: each item as `change` answers it. */
export function changeItems<T>(change: (item: T) => T) {
  return (data: Pages<T> | undefined): Pages<T> | undefined =>
    data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}
