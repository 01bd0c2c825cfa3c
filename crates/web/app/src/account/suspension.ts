// Whether the service refuses the signed-in user because the account is suspended. Any call can find that out; the
// user's own query finds out when the account is reinstated.
import { useSyncExternalStore } from 'react';
import { isSameUser } from './sameUser';
import { useToken } from './token';

const listeners = new Set<() => void>();
/** The token that was refused. */
let suspendedToken: string | null = null;

/** Call when the service refused a call with this token because the account is suspended. */
export function reportSuspended(token: string): void {
  setSuspendedToken(token);
}

/** Call when the service accepted the user's token. */
export function reportActive(): void {
  setSuspendedToken(null);
}

/** Whether the signed-in user is suspended. A newer token of the same user changes nothing. */
export function useIsSuspended(): boolean {
  const token = useToken();
  const suspended = useSyncExternalStore(subscribe, () => suspendedToken);
  return isSameUser(suspended, token);
}

function setSuspendedToken(token: string | null): void {
  if (suspendedToken === token) return;
  suspendedToken = token;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
