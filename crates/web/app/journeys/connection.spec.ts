// How often a page calls the service, and what it shows without a response.
import type { Page, Request } from '@playwright/test';
import { expect, test } from './support/journey';
import { expectIntactLayout } from './support/layout';

const MINUTE = 60_000;

/** The page's requests to URLs that contain this part, and those without a response yet. */
const trackRequests = (page: Page, part: string) => {
  const requests: string[] = [];
  const pending = new Set<Request>();
  page.on('request', (request) => {
    if (!request.url().includes(part)) return;
    requests.push(`${request.method()} ${request.url()}`);
    pending.add(request);
  });
  page.on('requestfinished', (request) => pending.delete(request));
  page.on('requestfailed', (request) => pending.delete(request));
  return { requests, pending };
};

const setVisibility = async (page: Page, visibilityState: 'hidden' | 'visible') =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { get: () => state, configurable: true });
    Object.defineProperty(document, 'hidden', { get: () => state === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visibilityState);

test('a page doesn’t repeat rejected requests, respects Retry-After, and doesn’t poll while hidden', async ({ viewer, open }) => {
  const page = await open('/sign-in', await viewer());
  await page.clock.install();

  await test.step('an unknown username', async () => {
    const { requests } = trackRequests(page, '/api/viewer/stream/nobody-at-all');
    await page.goto('/watch/nobody-at-all');
    await expect(page.getByText('There is no user called')).toBeVisible();
    await page.clock.runFor(MINUTE);
    expect(requests).toHaveLength(1);
  });

  await test.step('a studio without approval', async () => {
    const { requests } = trackRequests(page, '/api/stream/info');
    await page.goto('/studio');
    await expect(page.getByRole('heading', { name: 'You aren’t a creator yet' })).toBeVisible();
    await page.clock.runFor(MINUTE);
    expect(requests).toHaveLength(1);
  });

  await test.step('a response with Retry-After', async () => {
    const { requests } = trackRequests(page, '/api/viewer/live');
    await page.route('**/api/viewer/live?*', async (route) => {
      const body = JSON.stringify({ success: false, error: 'Too many requests.', code: 'RATE_LIMITED' });
      await route.fulfill({ status: 429, headers: { 'retry-after': '50' }, contentType: 'application/json', body });
    });
    await page.goto('/');
    await expect(page.getByText('Too many requests.')).toBeVisible();
    await page.unrouteAll();
    await page.clock.runFor(40_000);
    expect(requests).toHaveLength(1);
    await page.clock.runFor(20_000);
    await expect.poll(() => requests).toHaveLength(2);
    await expect(page.getByText('Too many requests.')).toBeHidden();
  });

  await test.step('a hidden page', async () => {
    const { requests, pending } = trackRequests(page, '/api/');
    await setVisibility(page, 'hidden');
    // Running requests finish.
    await page.clock.runFor(MINUTE);
    await expect.poll(() => pending.size).toBe(0);
    requests.length = 0;
    await page.clock.runFor(10 * MINUTE);
    expect(requests).toEqual([]);
    await setVisibility(page, 'visible');
    await expect.poll(() => requests).not.toEqual([]);
  });
});

test('a lost connection is shown until it is back, and the form keeps its text', async ({ viewer, open }) => {
  const page = await open('/apply', await viewer());
  const banner = page.getByRole('status').filter({ hasText: 'No connection to Onair' });
  const about = page.getByLabel('About you');
  await about.fill('I draw comics.');

  await page.context().setOffline(true);
  await expect(banner).toBeVisible();
  await expectIntactLayout(page, 'a page without a connection');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('You are offline. Connect to the internet.')).toBeVisible();
  await expect(about).toHaveValue('I draw comics.');
  await page.context().setOffline(false);
  await expect(banner).toBeHidden();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('heading', { name: 'Your application is being reviewed' })).toBeVisible();

  // The browser is online, and a proxy responds instead of the service.
  await page.route('**/api/**', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<html>Bad Gateway</html>' }));
  await page.goto('/');
  await expect(page.getByText('This page continues automatically when it does.')).toBeVisible();
  await expect(page.getByText('Onair isn’t answering right now. Try again in a moment.')).toBeVisible();
  await page.unrouteAll();
  await expect(page.getByText('Onair isn’t answering right now.')).toHaveCount(0);
});
