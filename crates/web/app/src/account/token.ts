// The bearer token: the access token of the provider session, or else the token of the development login. That one is in
// local storage, which all tabs share.
import { useSyncExternalStore } from 'react';
import { localStore } from '../storage/storage';
import {
  currentSession,
  dropSession,
  endSession,
  isolateSession,
  isSessionExpired,
  sessionEnd,
  subscribeToSession,
} from './providerSession';
import { rejectSession } from './renewal';
import { isSameUser } from './sameUser';

const KEY = 'onair.token';
const listeners = new Set<() => void>();
let isSignInExpired = false;
/** The token that this tab keeps using, whatever other tabs do to the stored one. */
let pinned: string | null = null;
/** The service no longer accepts the pinned token. */
let isPinnedExpired = false;

export function currentToken(): string | null {
  const session = currentSession();
  if (session) return session.accessToken;
  const stored = localStore.get(KEY);
  if (pinned === null) return stored;
  // The same user has signed in again in another tab: use that token.
  return isPinnedExpired && isSameUser(stored, pinned) ? stored : pinned;
}

/**
 * Pins the current token until the returned function is called. A sign-out or another sign-in in another tab
 * doesn't reach this tab, and a token that expires stays, so that none of these ends a broadcast. Sign-ins and
 * sign-outs in this tab still apply immediately. Tokens of a provider session are renewed meanwhile.
 */
export function pinToken(): () => void {
  if (currentSession()) return isolateSession();
  pinned = currentToken();
  isPinnedExpired = false;
  return () => {
    const expiredToken = isPinnedExpired ? pinned : null;
    unpin();
    if (expiredToken !== null) removeInvalid(expiredToken);
    notify();
  };
}

export function storeToken(token: string): void {
  dropSession(null);
  isSignInExpired = false;
  unpin();
  localStore.set(KEY, token);
  notify();
}

export function clearToken(): void {
  endSession();
  isSignInExpired = false;
  unpin();
  localStore.remove(KEY);
  notify();
}

/** Call when the service rejected this token, and said why. A newer token that has replaced it stays. */
export function invalidateToken(invalid: string, message: string): void {
  if (currentToken() !== invalid) return;
  if (currentSession()) {
    rejectSession(invalid, message);
    return;
  }
  if (invalid === pinned) isPinnedExpired = true;
  else removeInvalid(invalid);
  notify();
}

function removeInvalid(invalid: string): void {
  // Another tab may have stored a newer token while this tab's was pinned.
  if (localStore.get(KEY) === invalid) localStore.remove(KEY);
  isSignInExpired = currentToken() === null;
}

function unpin(): void {
  pinned = null;
  isPinnedExpired = false;
}

export function useToken(): string | null {
  return useSyncExternalStore(subscribe, currentToken);
}

/** Whether the last sign-in ended because the service no longer accepts its token. */
export function useSignInExpired(): boolean {
  return useSyncExternalStore(subscribe, () => isSignInExpired || sessionEnd()?.kind === 'expired');
}

/** Whether this tab's pinned token is no longer accepted by the service. */
export function usePinnedTokenExpired(): boolean {
  return useSyncExternalStore(subscribe, () => isSessionExpired() || (isPinnedExpired && currentToken() === pinned));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const unsubscribe = localStore.subscribe(KEY, listener);
  const unsubscribeFromSession = subscribeToSession(listener);
  return () => {
    listeners.delete(listener);
    unsubscribe();
    unsubscribeFromSession();
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}
