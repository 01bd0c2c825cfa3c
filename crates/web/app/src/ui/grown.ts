// A list that grows part by part and is read again from its beginning while somebody looks at it: what
// becomes of it, so that nothing shows twice and nothing moves under the reader's eyes.

export interface Part<T> {
  items: T[];
  /** Where it goes on; null when that was all. */
  nextCursor: string | null;
}

export interface Grown<T> extends Part<T> {
  /** The list as it is now, kept back while somebody reads on the older one. */
  newer: Part<T> | null;
}

type IdOf<T> = (item: T) => string;

export function started<T>(part: Part<T>): Grown<T> {
  return { ...part, newer: null };
}

/** More of the same list. What stands in it already, because its place has changed, stays where it is. */
export function withMore<T>(known: Grown<T>, more: Part<T>, idOf: IdOf<T>): Grown<T> {
  const ids = new Set(known.items.map(idOf));
  return { ...known, items: [...known.items, ...more.items.filter((item) => !ids.has(idOf(item)))], nextCursor: more.nextCursor };
}

interface Rereading<T> {
  idOf: IdOf<T>;
  isReading: boolean;
  /** What stands for an item that is in the list no more, while it keeps its place. */
  gone: (item: T) => T;
}

/** The list was read again, as far as it was known or further. */
export function reread<T>(known: Grown<T> | null, fresh: Part<T>, { idOf, isReading, gone }: Rereading<T>): Grown<T> {
  if (!known || known.items.length === 0 || !isReading) return started(fresh);
  const now = new Map(fresh.items.map((item) => [idOf(item), item]));
  const isWhole = fresh.nextCursor === null;
  // Beyond what was read again nobody knows: it may only have moved down.
  const items = known.items.map((item) => now.get(idOf(item)) ?? (isWhole ? gone(item) : item));
  return { items, nextCursor: known.nextCursor, newer: fresh };
}

/** How many of the kept-back list the reader hasn't got. */
export function newcomers<T>(known: Grown<T>, idOf: IdOf<T>): number {
  if (!known.newer) return 0;
  const ids = new Set(known.items.map(idOf));
  const fresh = known.newer.items.filter((item) => !ids.has(idOf(item))).length;
  // Without an end in sight, what comes in at the bottom may have been there all along.
  const isBeyond = known.nextCursor !== null && known.newer.items.length > known.items.length;
  return isBeyond ? Math.max(0, fresh - (known.newer.items.length - known.items.length)) : fresh;
}
