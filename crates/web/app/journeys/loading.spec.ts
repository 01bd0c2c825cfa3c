// Files of the page that the server doesn't give: after an upgrade, in an outage, and below a path.
import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';

const STUDIO = '**/assets/GoLivePage-*.js';

/** Counts how often the page itself is loaded from now on. */
function countLoads(page: Page): () => number {
  let loads = 0;
  // Scripts run before the document counts as loaded: the request comes first.
  page.on('request', (request) => (loads += request.isNavigationRequest() ? 1 : 0));
  return () => loads;
}

test('a file that is gone after an upgrade loads the page once more by itself', async ({ creator, open }) => {
  const page = await open('/', await creator());
  const loads = countLoads(page);
  await page.route(STUDIO, (route) => (loads() === 0 ? route.fulfill({ status: 404, body: 'No such file.' }) : route.continue()));
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await expect(page.getByText('Only you see this')).toBeVisible();
  expect(loads()).toBe(1);
});

test('a file that stays away is told of, and never loads the page over and over', async ({ open }) => {
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

test('a server that is away is no upgrade', async ({ open }) => {
  const page = await open('/', null);
  const loads = countLoads(page);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Onair can’t be reached' })).toBeVisible();
  expect(loads()).toBe(0);
});

test('a page without its scripts says so, and that it needs a host name of its own', async ({ open }) => {
  const page = await open('/', null);
  await page.route('**/assets/**', (route) => route.fulfill({ status: 404, body: 'No such file.' }));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Onair has not loaded yet' })).toBeVisible();
  await expect(page.getByText('Onair needs a host name of its own')).toBeVisible();
});

test('the media library is loaded when somebody points at a stream, and not before', async ({ creator, open }) => {
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
  const stream = page.getByRole('article').filter({ hasText: ada.username }).getByRole('link');
  await expect(stream).toBeVisible();
  expect(isMediaLoaded()).toBe(false);
  await stream.hover();
  await expect.poll(isMediaLoaded).toBe(true);
});
