import { beforeEach, expect, it, vi } from 'vitest';
import { loadChunk, LoadError } from './loadChunk';

const consoleError = vi.spyOn(console, 'error');

beforeEach(() => void consoleError.mockReset());

it('returns the loaded module', async () => {
  expect(await loadChunk(async () => 'a page')).toBe('a page');
});

it('reports a missing chunk with its cause, and logs it', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const failure = await loadChunk(async () => Promise.reject(cause)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LoadError);
  expect((failure as LoadError).cause).toBe(cause);
  expect(consoleError).toHaveBeenCalledTimes(1);
});

it('doesn’t report a broken chunk as missing', async () => {
  const broken = new SyntaxError('Invalid regular expression');
  await expect(loadChunk(async () => Promise.reject(broken))).rejects.toBe(broken);
});
