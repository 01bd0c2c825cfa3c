// Whether the service can be reached, as the calls of this page find out. The browser's own word is only a
// hint: it calls every network a connection, and none of them a way to this service.
import { useSyncExternalStore } from 'react';

/** One lost call is asked about (`in-doubt`) before anybody is told (`lost`). */
export type Reachability = 'reached' | 'in-doubt' | 'lost';

let current: Reachability = 'reached';
const listeners = new Set<() => void>();

export function noteAnswer(): void {
  become('reached');
}

export function noteConnectionLoss(): void {
  become(current === 'reached' ? 'in-doubt' : 'lost');
}

export function reachability(): Reachability {
  return current;
}

export function onReachability(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useReachability(): Reachability {
  return useSyncExternalStore(onReachability, reachability);
}

function become(next: Reachability): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}
