// Whether the service is reachable, according to this page's calls. `navigator.onLine` is only a hint: it is true
// on any network.
import { useSyncExternalStore } from 'react';

/**
 * After one failed call the state is `suspect`, and a second call checks it. `unreachable`: no response.
 * `unavailable`: a proxy responds instead of the service.
 */
export type Reachability = 'reachable' | 'suspect' | 'unreachable' | 'unavailable';

let current: Reachability = 'reachable';
const listeners = new Set<() => void>();

export function recordResponse(): void {
  setReachability('reachable');
}

export function recordFailure(failure: 'unreachable' | 'unavailable'): void {
  setReachability(current === 'reachable' ? 'suspect' : failure);
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

function setReachability(next: Reachability): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}
