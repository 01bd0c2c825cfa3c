// What is shown of a list that changes while somebody reads it: nothing moves under the reader's eyes.

export interface Fresh<T> {
  items: T[];
  /** How many pages were read: more of them were asked for by the reader. */
  pages: number;
  hasMore: boolean;
}

export interface Shown<T> extends Fresh<T> {
  /** How many have come since that aren't shown. */
  newcomers: number;
}

interface Rules<T> {
  idOf: (item: T) => string;
  isReading: boolean;
  /** What stands for an item that is in the list no more, while it keeps its place. */
  gone: (item: T) => T;
}

export function nextShown<T>(last: Shown<T> | null, fresh: Fresh<T>, { idOf, isReading, gone }: Rules<T>): Shown<T> {
  if (!last || last.items.length === 0 || !isReading) return { ...fresh, newcomers: 0 };
  const now = new Map(fresh.items.map((item) => [idOf(item), item]));
  // Beyond what was read nobody knows: it may only have moved down.
  const items = last.items.map((item) => now.get(idOf(item)) ?? (fresh.hasMore ? item : gone(item)));
  const ids = new Set(last.items.map(idOf));
  const isNew = (item: T) => !ids.has(idOf(item));
  // Where the shown list ends in the fresh one: what follows it was there all along, or is what was asked for.
  const end = fresh.items.findLastIndex((item) => !isNew(item)) + 1;
  const beyond = fresh.items.slice(end);
  if (fresh.pages > last.pages) items.push(...beyond);
  const uncounted = fresh.pages > last.pages || last.hasMore ? beyond.length : 0;
  return { ...fresh, items, newcomers: fresh.items.filter(isNew).length - uncounted };
}
