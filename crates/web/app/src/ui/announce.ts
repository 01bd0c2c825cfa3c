// What is said to who can't see that something has changed. The page has one place for it, which is there before the words.
import { useSyncExternalStore } from 'react';

/** By then it was read out. Words that stay would be met again, out of place, by who reads through the page. */
const STAYS_MS = 1_500;

let said = '';
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

export function announce(words: string): void {
  clearTimeout(timer);
  set(words);
  timer = setTimeout(() => set(''), STAYS_MS);
}

export function useAnnounced(): string {
  return useSyncExternalStore(subscribe, () => said);
}

function set(words: string): void {
  said = words;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
