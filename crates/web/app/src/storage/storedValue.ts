// A value in the browser's storage that components show and change. All tabs follow it.
import { useSyncExternalStore } from 'react';
import { localStore } from './storage';

export interface StoredValue<T> {
  get: () => T;
  set: (value: T) => void;
  /** Calls `listener` when it may have changed, here or in another tab. */
  subscribe: (listener: () => void) => () => void;
}

/** `parse` returns the default for null, and for text that it doesn't know. */
export function storedValue<T extends string | boolean>(key: string, parse: (text: string | null) => T): StoredValue<T> {
  const listeners = new Set<() => void>();
  return {
    get: () => parse(localStore.get(key)),
    set: (value) => {
      localStore.set(key, String(value));
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      const stop = localStore.subscribe(key, listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  };
}

/** A switch that is on unless it was switched off. */
export function storedSwitch(key: string): StoredValue<boolean> {
  return storedValue(key, (text) => text !== 'false');
}

export function useStored<T>({ subscribe, get }: StoredValue<T>): T {
  return useSyncExternalStore(subscribe, get);
}
