// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isServerReachable, canReload } from './reload';

function loadedBy(type: 'navigate' | 'reload', msAgo: number) {
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type } as unknown as PerformanceEntry]);
  vi.spyOn(performance, 'now').mockReturnValue(msAgo);
}

function preventUnload(event: Event) {
  event.preventDefault();
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.innerHTML = '';
});

describe('a page with a missing chunk', () => {
  it.each([
    [true, 'navigate', 100],
    [true, 'navigate', 100_000],
    [true, 'reload', 100_000],
    [false, 'reload', 100],
  ] as const)('may be reloaded (%s) when it was opened by %s %d ms ago', (may, type, msAgo) => {
    loadedBy(type, msAgo);
    expect(canReload()).toBe(may);
  });

  it('isn’t reloaded while a handler prevents unloading, as during a broadcast', () => {
    loadedBy('navigate', 100);
    window.addEventListener('beforeunload', preventUnload);
    expect(canReload()).toBe(false);
    window.removeEventListener('beforeunload', preventUnload);
    expect(canReload()).toBe(true);
  });

  it('isn’t reloaded while a field contains text', () => {
    loadedBy('navigate', 100);
    document.body.innerHTML = '<textarea></textarea><input type="text" />';
    expect(canReload()).toBe(true);
    const [field] = document.getElementsByTagName('textarea');
    if (field) field.value = 'half a sentence';
    expect(canReload()).toBe(false);
  });
});

describe('the server', () => {
  it.each([
    [true, async () => new Response()],
    [false, async () => new Response(null, { status: 503 })],
    [false, async () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('is reachable: %s', async (isReachable, fetch) => {
    vi.stubGlobal('fetch', fetch);
    expect(await isServerReachable(new AbortController().signal)).toBe(isReachable);
  });
});
