// Keeps a polled list stable while it is being read: items don't move.

export interface ListUpdate<T> {
  items: T[];
  /** The number of loaded pages. It grows when the user requests more. */
  pages: number;
  hasMore: boolean;
}

export interface StableList<T> extends ListUpdate<T> {
  /** The number of new items that aren't shown yet. */
  newItemCount: number;
}

interface ReconcileOptions<T> {
  idOf: (item: T) => string;
  isReading: boolean;
  /** Marks an item that has left the list but keeps its position. */
  markRemoved: (item: T) => T;
}

export function reconcileList<T>(last: StableList<T> | null, update: ListUpdate<T>, { idOf, isReading, markRemoved }: ReconcileOptions<T>): StableList<T> {
  if (!last || last.items.length === 0 || !isReading) return { ...update, newItemCount: 0 };
  const now = new Map(update.items.map((item) => [idOf(item), item]));
  // A missing item may have moved beyond the loaded pages.
  const items = last.items.map((item) => now.get(idOf(item)) ?? (update.hasMore ? item : markRemoved(item)));
  const ids = new Set(last.items.map(idOf));
  const isNew = (item: T) => !ids.has(idOf(item));
  // The items after the last known one existed before, or were requested by the user.
  const end = update.items.findLastIndex((item) => !isNew(item)) + 1;
  const beyond = update.items.slice(end);
  if (update.pages > last.pages) items.push(...beyond);
  const uncounted = update.pages > last.pages || last.hasMore ? beyond.length : 0;
  return { ...update, items, newItemCount: update.items.filter(isNew).length - uncounted };
}
