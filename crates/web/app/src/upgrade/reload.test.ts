import { afterEach, describe, expect, it, vi } from 'vitest';
import { isServerThere, mayReload } from './reload';

function loadedBy(type: 'navigate' | 'reload', msAgo: number) {
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type } as unknown as PerformanceEntry]);
  vi.spyOn(performance, 'now').mockReturnValue(msAgo);
}

function object(event: Event) {
  event.preventDefault();
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.innerHTML = '';
});

describe('a page that lacks a part of itself', () => {
  it.each([
    [true, 'navigate', 100],
    [true, 'navigate', 100_000],
    [true, 'reload', 100_000],
    [false, 'reload', 100],
  ] as const)('may be loaded again (%s) when it came by %s %d ms ago', (may, type, msAgo) => {
    loadedBy(type, msAgo);
    expect(mayReload()).toBe(may);
  });

  it('stays while something on it objects to being left, as a broadcast does', () => {
    loadedBy('navigate', 100);
    window.addEventListener('beforeunload', object);
    expect(mayReload()).toBe(false);
    window.removeEventListener('beforeunload', object);
    expect(mayReload()).toBe(true);
  });

  it('stays while there is a text in a field', () => {
    loadedBy('navigate', 100);
    document.body.innerHTML = '<textarea></textarea><input type="text" />';
    expect(mayReload()).toBe(true);
    const [field] = document.getElementsByTagName('textarea');
    if (field) field.value = 'half a sentence';
    expect(mayReload()).toBe(false);
  });
});

describe('the server', () => {
  it.each([
    [true, async () => new Response()],
    [false, async () => new Response(null, { status: 503 })],
    [false, async () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('is there: %s', async (isThere, fetch) => {
    vi.stubGlobal('fetch', fetch);
    expect(await isServerThere(new AbortController().signal)).toBe(isThere);
  });
});
