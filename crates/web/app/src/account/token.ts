// Where the bearer token lives: the storage that all tabs share, so that a second tab (a creator's own watch page, a link
// opened from a message) is signed in too and signing out in one tab signs out all. The tab's own storage
// would protect no better against a script on this origin, and lose the sign-in with every new tab.
import { useSyncExternalStore } from 'react';
import { localStore } from '../storage/storage';
import { isSamePerson } from './samePerson';

const KEY = 'onair.token';
const listeners = new Set<() => void>();
let expired = false;
/** What this tab goes on with, whatever other tabs do to the kept one. */
let held: string | null = null;
/** The service no longer accepts the held one. */
let isLapsed = false;

export function currentToken(): string | null {
  const kept = localStore.get(KEY);
  if (held === null) return kept;
  // The same person has signed in again, in another tab: it goes on with that.
  return isLapsed && isSamePerson(kept, held) ? kept : held;
}

/**
 * Until the returned function is called, neither a sign-out nor another sign-in in another tab reaches
 * this one, and a token that expires stays: none of it may take a broadcast off the air. What is done in
 * this tab still counts at once.
 */
export function holdToken(): () => void {
  held = currentToken();
  isLapsed = false;
  return () => {
    const lapsed = isLapsed ? held : null;
    letGo();
    if (lapsed !== null) drop(lapsed);
    tell();
  };
}

export function keepToken(token: string): void {
  expired = false;
  letGo();
  localStore.set(KEY, token);
  tell();
}

export function forgetToken(): void {
  expired = false;
  letGo();
  localStore.remove(KEY);
  tell();
}

/** The service refused this token. Another one may have taken its place meanwhile: that one stays. */
export function dropToken(refused: string): void {
  if (currentToken() !== refused) return;
  if (refused === held) isLapsed = true;
  else drop(refused);
  tell();
}

function drop(refused: string): void {
  // Another tab may have kept a newer one while this tab held on to its own.
  if (localStore.get(KEY) === refused) localStore.remove(KEY);
  expired = currentToken() === null;
}

function letGo(): void {
  held = null;
  isLapsed = false;
}

export function useToken(): string | null {
  return useSyncExternalStore(subscribe, currentToken);
}

/** Whether the last sign-in ended because the service no longer accepts it. */
export function useSignInExpired(): boolean {
  return useSyncExternalStore(subscribe, () => expired);
}

/** Whether this tab holds on to a sign-in that the service no longer accepts. */
export function useSignInLapsed(): boolean {
  return useSyncExternalStore(subscribe, () => isLapsed && currentToken() === held);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const unsubscribe = localStore.subscribe(KEY, listener);
  return () => {
    listeners.delete(listener);
    unsubscribe();
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}
