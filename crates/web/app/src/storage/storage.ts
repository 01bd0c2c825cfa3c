// The one way to the browser's storage. Browsers refuse it (blocked cookies, an embedded page), fill up, or
// drop what was stored. What can't be stored is kept in memory, so that a page works for as long as it is open.

export interface KeyValueStore {
  get: (key: string) => string | null;
  set: (key: string, value: string) => void;
  remove: (key: string) => void;
  /** Calls `listener` when another tab may have changed `key`: spurious calls are possible, so read it again. */
  subscribe: (key: string, listener: () => void) => () => void;
}

/** `open` may throw, return null, or return a storage whose methods throw. */
export function createStore(open: () => Storage | null): KeyValueStore {
  /** Values that the browser didn't take. They hide what is stored under the same key. */
  const unstored = new Map<string, string>();

  const attempt = <T>(access: (storage: Storage) => T): { is: T } | null => {
    try {
      const storage = open();
      return storage && { is: access(storage) };
    } catch {
      return null;
    }
  };
  const removeStored = (key: string) => void attempt((storage) => storage.removeItem(key));

  return {
    get: (key) => unstored.get(key) ?? attempt((storage) => storage.getItem(key))?.is ?? null,
    set: (key, value) => {
      unstored.delete(key);
      if (attempt((storage) => storage.setItem(key, value))) return;
      unstored.set(key, value);
      // A full storage still holds the older value, which a reload would bring back.
      removeStored(key);
    },
    remove: (key) => {
      unstored.delete(key);
      removeStored(key);
    },
    subscribe: (key, listener) => {
      const onStorage = (event: StorageEvent) => {
        // Null after `clear()`.
        if (event.key !== null && event.key !== key) return;
        if (event.storageArea !== null && event.storageArea !== attempt((storage) => storage)?.is) return;
        unstored.delete(key);
        listener();
      };
      // A page in the back/forward cache gets no storage events, and browsers don't promise them to hidden ones.
      const onReturn = () => {
        if (!document.hidden) listener();
      };
      window.addEventListener('storage', onStorage);
      window.addEventListener('pageshow', onReturn);
      document.addEventListener('visibilitychange', onReturn);
      return () => {
        window.removeEventListener('storage', onStorage);
        window.removeEventListener('pageshow', onReturn);
        document.removeEventListener('visibilitychange', onReturn);
      };
    },
  };
}

/** Shared by all tabs, and kept when the browser is closed. */
export const localStore = createStore(() => window.localStorage);

/** Of this tab alone, and kept through reloads. Browsers copy it into a duplicated tab. */
export const tabStore = createStore(() => window.sessionStorage);
