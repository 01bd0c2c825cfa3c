// Files of the app that can't be loaded: after an update, in an outage, and under a path.
import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';

const STUDIO = '**/assets/GoLivePage-*.js';

/** Counts the page loads from now on. */
function countLoads(page: Page): () => number {
  let loads = 0;
  // Scripts run before the load event, so requests are counted.
  page.on('request', (request) => (loads += request.isNavigationRequest() ? 1 : 0));
  return () => loads;
}

test('a chunk that is missing after an update reloads the page once', async ({ creator, open }) => {
  const page = await open('/', await creator());
  const loads = countLoads(page);
  await page.route(STUDIO, (route) => (loads() === 0 ? route.fulfill({ status: 404, body: 'No such file.' }) : route.continue()));
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await expect(page.getByText('Only you see this')).toBeVisible();
  expect(loads()).toBe(1);
});

test('a chunk that stays missing is reported, without a reload loop', async ({ open }) => {
  const page = await open('/', null);
  const loads = countLoads(page);
  await page.route(STUDIO, (route) => route.fulfill({ status: 404, body: 'No such file.' }));
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Part of this page is missing' })).toBeVisible();
  expect(loads()).toBe(1);
  await page.unroute(STUDIO);
  await page.getByRole('button', { name: 'Reload page' }).click();
  await expect(page.getByText('Sign in to open your studio')).toBeVisible();
});

test('an unreachable server is reported as such', async ({ open }) => {
  const page = await open('/', null);
  const loads = countLoads(page);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Onair can’t be reached' })).toBeVisible();
  expect(loads()).toBe(0);
});

test('a page without its scripts explains it, and that Onair needs its own host name', async ({ open }) => {
  const page = await open('/', null);
  await page.route('**/assets/**', (route) => route.fulfill({ status: 404, body: 'No such file.' }));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Onair has not loaded yet' })).toBeVisible();
  await expect(page.getByText('Onair needs a host name of its own')).toBeVisible();
});

test('the media library is loaded when the pointer is on a stream, and not before', async ({ creator, open }) => {
  const ada = await creator();
  const page = await open('/sign-in', null);
  const files: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  const isMediaLoaded = () => files.some((path) => path.startsWith('/assets/media-'));
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Live now' })).toBeVisible();
  expect(files.filter((path) => path.startsWith('/assets/')).length).toBeGreaterThan(0);
  expect(isMediaLoaded()).toBe(false);

  await page.goto(`/search?q=${ada.username}`);
  const stream = page.getByRole('article').filter({ hasText: ada.username }).getByRole('heading').getByRole('link');
  await expect(stream).toBeVisible();
  expect(isMediaLoaded()).toBe(false);
  await stream.hover();
  await expect.poll(isMediaLoaded).toBe(true);
});
