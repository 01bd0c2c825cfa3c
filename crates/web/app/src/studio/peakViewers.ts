// The most viewers of a session, from counts that arrive one after the other. Pure.

export interface Peak {
  sessionId: string;
  viewers: number;
}

/** Returns the same object if nothing has changed. Another session starts anew. */
export function peakOf(last: Peak | null, sessionId: string | null, viewers: number): Peak | null {
  if (sessionId === null) return null;
  if (last?.sessionId === sessionId && last.viewers >= viewers) return last;
  return { sessionId, viewers };
}
