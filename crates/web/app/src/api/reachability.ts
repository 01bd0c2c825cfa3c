// Whether the service can be reached, as the calls of this page find out. The browser's own word is only a
// hint: it calls every network a connection, and none of them a way to this service.
import { useSyncExternalStore } from 'react';

/**
 * One lost call is asked about (`in-doubt`) before anybody is told: that no answer comes at all (`lost`), or
 * that a proxy answers for a service that is away (`away`).
 */
export type Reachability = 'reached' | 'in-doubt' | 'lost' | 'away';

let current: Reachability = 'reached';
const listeners = new Set<() => void>();

export function noteAnswer(): void {
  become('reached');
}

export function noteConnectionLoss(how: 'lost' | 'away'): void {
  become(current === 'reached' ? 'in-doubt' : how);
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
