// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from './storage';

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

const refused = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};
const isFull = () => {
  throw new DOMException('full', 'QuotaExceededError');
};

function inMemory(values: Record<string, string>): Storage {
  const all = new Map(Object.entries(values));
  return {
    get length() {
      return all.size;
    },
    key: (index) => [...all.keys()][index] ?? null,
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
    clear: () => all.clear(),
  };
}

const fullStorage: Storage = { ...inMemory({ key: 'older' }), setItem: isFull };

const broken: [string, () => Storage | null][] = [
  ['whose getter throws', refused],
  ['that is null', () => null],
  ['whose methods throw', () => ({ ...inMemory({}), getItem: refused, setItem: refused, removeItem: refused })],
  ['that is full', () => fullStorage],
];

describe.each(broken)('a storage %s', (_, open) => {
  it('keeps values in memory until they are removed', () => {
    const store = createStore(open);
    store.set('key', 'newer');
    expect(store.get('key')).toBe('newer');
    store.remove('key');
    expect(store.get('key')).toBeNull();
  });
});

it('doesn’t leave an older value for the next page when the storage is full', () => {
  const storage = { ...inMemory({ key: 'older' }), setItem: isFull };
  createStore(() => storage).set('key', 'newer');
  expect(createStore(() => storage).get('key')).toBeNull();
});

it('uses the storage as soon as it works', () => {
  let isAllowed = false;
  const store = createStore(() => (isAllowed ? localStorage : null));
  store.set('key', 'in memory');
  isAllowed = true;
  store.set('key', 'stored');
  expect(localStorage.getItem('key')).toBe('stored');
  localStorage.setItem('key', 'from elsewhere');
  expect(store.get('key')).toBe('from elsewhere');
});

it('notices that the storage was cleared', () => {
  const store = createStore(() => localStorage);
  store.set('key', 'value');
  localStorage.clear();
  expect(store.get('key')).toBeNull();
});

const subscribed = () => {
  const store = createStore(() => localStorage);
  const listener = vi.fn<() => void>();
  return { store, listener, unsubscribe: store.subscribe('key', listener) };
};
const storageEvent = (init: StorageEventInit) => window.dispatchEvent(new StorageEvent('storage', init));

describe('subscribe', () => {
  it('reports changes of its key and a cleared storage, for its own storage only', () => {
    const { listener } = subscribed();
    storageEvent({ key: 'other', storageArea: localStorage });
    storageEvent({ key: 'key', storageArea: sessionStorage });
    expect(listener).not.toHaveBeenCalled();
    storageEvent({ key: 'key', storageArea: localStorage });
    storageEvent({ key: null, storageArea: localStorage });
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('reports a change when the page becomes visible, because storage events may be missed', () => {
    const { listener } = subscribed();
    window.dispatchEvent(new Event('pageshow'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('prefers the value that another tab stored to one kept in memory', () => {
    const { store } = subscribed();
    vi.spyOn(Storage.prototype, 'setItem').mockImplementationOnce(isFull);
    store.set('key', 'unstored');
    localStorage.setItem('key', 'from another tab');
    storageEvent({ key: 'key', storageArea: localStorage });
    expect(store.get('key')).toBe('from another tab');
  });

  it('stops when it is unsubscribed', () => {
    const { listener, unsubscribe } = subscribed();
    unsubscribe();
    storageEvent({ key: 'key', storageArea: localStorage });
    window.dispatchEvent(new Event('pageshow'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(listener).not.toHaveBeenCalled();
  });
});
