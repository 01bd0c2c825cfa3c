// The list of past broadcasts as far as it has been read: it grows at its end when somebody asks for more,
// and at its beginning when a broadcast ends.
import type { PastSession } from '../api/types';

export interface Past {
  sessions: PastSession[];
  /** Where it goes on; null when that was all. */
  nextCursor: string | null;
}

/** The first part, read again. What else was read stays, unless too much is new to know what lies between. */
export function withNewest(known: Past | null, newest: Past): Past {
  const ids = new Set(newest.sessions.map(({ id }) => id));
  if (!known?.sessions.some(({ id }) => ids.has(id))) return newest;
  return { sessions: [...newest.sessions, ...known.sessions.filter(({ id }) => !ids.has(id))], nextCursor: known.nextCursor };
}

export function withOlder(known: Past, older: Past): Past {
  const ids = new Set(known.sessions.map(({ id }) => id));
  return { sessions: [...known.sessions, ...older.sessions.filter(({ id }) => !ids.has(id))], nextCursor: older.nextCursor };
}
