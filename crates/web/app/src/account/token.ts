// Where the bearer token lives: localStorage, so that a second tab (a creator's own watch page, a link
// opened from a message) is signed in too and signing out in one tab signs out all. sessionStorage would
// protect no better against a script on this origin, and lose the sign-in with every new tab.
import { useSyncExternalStore } from 'react';

const KEY = 'onair.token';
const listeners = new Set<() => void>();
let expired = false;
/** What this tab goes on with, whatever other tabs do to the kept one. */
let held: string | null = null;

export function currentToken(): string | null {
  return held ?? localStorage.getItem(KEY);
}

/**
 * Until the returned function is called, a sign-out or another sign-in in another tab doesn't reach this
 * one: it must not take a broadcast off the air. What is done in this tab still counts at once.
 */
export function holdToken(): () => void {
  held = currentToken();
  return () => {
    held = null;
    tell();
  };
}

export function keepToken(token: string): void {
  expired = false;
  held = null;
  localStorage.setItem(KEY, token);
  tell();
}

export function forgetToken(): void {
  expired = false;
  held = null;
  localStorage.removeItem(KEY);
  tell();
}

/** The service refused this token. Another one may have taken its place meanwhile: that one stays. */
export function dropToken(refused: string): void {
  if (currentToken() !== refused) return;
  held = null;
  // Another tab may have kept a newer one while this tab held on to its own.
  if (localStorage.getItem(KEY) === refused) localStorage.removeItem(KEY);
  expired = currentToken() === null;
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
