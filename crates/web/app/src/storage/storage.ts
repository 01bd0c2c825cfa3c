// Safe access to the browser's storage. Browsers may block it (disabled cookies, embedded pages), and it may be
// full or cleared. Values that can't be stored stay in memory, so that a page works while it is open.

export interface KeyValueStore {
  get: (key: string) => string | null;
  set: (key: string, value: string) => void;
  remove: (key: string) => void;
  /** Calls `listener` when another tab may have changed `key`. Spurious calls are possible. */
  subscribe: (key: string, listener: () => void) => () => void;
}

/** `open` may throw, return null, or return a storage whose methods throw. */
export function createStore(open: () => Storage | null): KeyValueStore {
  /** Values that the browser didn't store. They take precedence over stored values. */
  const fallback = new Map<string, string>();

  const tryStorage = <T>(access: (storage: Storage) => T): { value: T } | null => {
    try {
      const storage = open();
      return storage && { value: access(storage) };
    } catch {
      return null;
    }
  };
  const removeStored = (key: string) => void tryStorage((storage) => storage.removeItem(key));

  return {
    get: (key) => fallback.get(key) ?? tryStorage((storage) => storage.getItem(key))?.value ?? null,
    set: (key, value) => {
      fallback.delete(key);
      if (tryStorage((storage) => storage.setItem(key, value))) return;
      fallback.set(key, value);
      // A full storage still contains the older value, which a reload would return.
      removeStored(key);
    },
    remove: (key) => {
      fallback.delete(key);
      removeStored(key);
    },
    subscribe: (key, listener) => {
      const onStorage = (event: StorageEvent) => {
        // Null after `clear()`.
        if (event.key !== null && event.key !== key) return;
        if (event.storageArea !== null && event.storageArea !== tryStorage((storage) => storage)?.value) return;
        fallback.delete(key);
        listener();
      };
      // A page in the back/forward cache gets no storage events, and hidden pages may miss them.
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

/** Whether `tabStore` keeps values when the tab goes to another site and returns. */
export function canKeepTabValues(): boolean {
  const key = 'onair.probe';
  try {
    window.sessionStorage.setItem(key, key);
    const isKept = window.sessionStorage.getItem(key) === key;
    window.sessionStorage.removeItem(key);
    return isKept;
  } catch {
    return false;
  }
}

/** Of this tab only, and kept across reloads. Browsers copy it into a duplicated tab. */
export const tabStore = createStore(() => window.sessionStorage);
