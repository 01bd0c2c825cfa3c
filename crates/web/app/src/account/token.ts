// Where the bearer token lives: localStorage, so that a second tab (a creator's own watch page, a link
// opened from a message) is signed in too and signing out in one tab signs out all. sessionStorage would
// protect no better against a script on this origin, and lose the sign-in with every new tab.
import { useSyncExternalStore } from 'react';

const KEY = 'onair.token';
const listeners = new Set<() => void>();
let expired = false;

export function currentToken(): string | null {
  return localStorage.getItem(KEY);
}

export function keepToken(token: string): void {
  expired = false;
  localStorage.setItem(KEY, token);
  tell();
}

export function forgetToken(): void {
  expired = false;
  localStorage.removeItem(KEY);
  tell();
}

/** The service refused this token. Another one may have taken its place meanwhile: that one stays. */
export function dropToken(refused: string): void {
  if (currentToken() !== refused) return;
  localStorage.removeItem(KEY);
  expired = true;
  tell();
}

export function useToken(): string | null {
  return useSyncExternalStore(subscribe, currentToken);
}

/** Whether the last sign-in ended because the service no longer accepts it. */
export function useSignInExpired(): boolean {
  return useSyncExternalStore(subscribe, () => expired);
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === KEY || event.key === null) listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}
