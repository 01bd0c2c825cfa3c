// Announcements for screen readers. The live region exists before its text, as screen readers require.
import { useSyncExternalStore } from 'react';

/** Announced by then. A text that stays would be read again by users who browse the page. */
const ANNOUNCEMENT_MS = 1_500;

let announcement = '';
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

export function announce(words: string): void {
  clearTimeout(timer);
  setAnnouncement(words);
  timer = setTimeout(() => setAnnouncement(''), ANNOUNCEMENT_MS);
}

export function useAnnouncement(): string {
  return useSyncExternalStore(subscribe, () => announcement);
}

function setAnnouncement(words: string): void {
  announcement = words;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
