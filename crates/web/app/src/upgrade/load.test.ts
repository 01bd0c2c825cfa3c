import { beforeEach, expect, it, vi } from 'vitest';
import { load, LoadError } from './load';

const told = vi.spyOn(console, 'error');

beforeEach(() => void told.mockReset());

it('gives the part that was loaded', async () => {
  expect(await load(async () => 'a page')).toBe('a page');
});

it('says that a part is missing, with its cause, and tells the console', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const failure = await load(async () => Promise.reject(cause)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LoadError);
  expect((failure as LoadError).cause).toBe(cause);
  expect(told).toHaveBeenCalledTimes(1);
});

it('doesn’t take a part that is there and broken for a missing one', async () => {
  const broken = new SyntaxError('Invalid regular expression');
  await expect(load(async () => Promise.reject(broken))).rejects.toBe(broken);
});
