// What a page asks of the service and how often, and what it says when it gets no answer.
import type { Page, Request } from '@playwright/test';
import { expect, test } from './support/journey';
import { keepsItsForm } from './support/layout';

const MINUTE = 60_000;

/** What the page asks for of addresses that contain this, and what of it isn't answered yet. */
const listening = (page: Page, part: string) => {
  const asked: string[] = [];
  const pending = new Set<Request>();
  page.on('request', (request) => {
    if (!request.url().includes(part)) return;
    asked.push(`${request.method()} ${request.url()}`);
    pending.add(request);
  });
  page.on('requestfinished', (request) => pending.delete(request));
  page.on('requestfailed', (request) => pending.delete(request));
  return { asked, pending };
};

const become = async (page: Page, visibilityState: 'hidden' | 'visible') =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { get: () => state, configurable: true });
    Object.defineProperty(document, 'hidden', { get: () => state === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visibilityState);

test('a page asks once for what is refused for good, waits as long as it is told, and is silent while hidden', async ({ viewer, open }) => {
  const page = await open('/sign-in', await viewer());
  await page.clock.install();

  await test.step('a name that nobody has', async () => {
    const { asked } = listening(page, '/api/viewer/stream/nobody-at-all');
    await page.goto('/watch/nobody-at-all');
    await expect(page.getByText('There is no user called')).toBeVisible();
    await page.clock.runFor(MINUTE);
    expect(asked).toHaveLength(1);
  });

  await test.step('a studio that isn’t theirs', async () => {
    const { asked } = listening(page, '/api/stream/info');
    await page.goto('/studio');
    await expect(page.getByRole('heading', { name: 'You aren’t a creator yet' })).toBeVisible();
    await page.clock.runFor(MINUTE);
    expect(asked).toHaveLength(1);
  });

  await test.step('a service that says when to come back', async () => {
    const { asked } = listening(page, '/api/viewer/live');
    await page.route('**/api/viewer/live?*', async (route) => {
      const body = JSON.stringify({ success: false, error: 'Too many requests.', code: 'RATE_LIMITED' });
      await route.fulfill({ status: 429, headers: { 'retry-after': '50' }, contentType: 'application/json', body });
    });
    await page.goto('/');
    await expect(page.getByText('Too many requests.')).toBeVisible();
    await page.unrouteAll();
    await page.clock.runFor(40_000);
    expect(asked).toHaveLength(1);
    await page.clock.runFor(20_000);
    await expect.poll(() => asked).toHaveLength(2);
    await expect(page.getByText('Too many requests.')).toBeHidden();
  });

  await test.step('a page that nobody sees', async () => {
    const { asked, pending } = listening(page, '/api/');
    await become(page, 'hidden');
    // What was under way is answered.
    await page.clock.runFor(MINUTE);
    await expect.poll(() => pending.size).toBe(0);
    asked.length = 0;
    await page.clock.runFor(10 * MINUTE);
    expect(asked).toEqual([]);
    await become(page, 'visible');
    await expect.poll(() => asked).not.toEqual([]);
  });
});

test('a lost connection is told until it is back, and what was typed stays', async ({ viewer, open }) => {
  const page = await open('/apply', await viewer());
  const banner = page.getByRole('status').filter({ hasText: 'No connection to Onair' });
  const about = page.getByLabel('About you');
  await about.fill('I draw comics.');

  await page.context().setOffline(true);
  await expect(banner).toBeVisible();
  await keepsItsForm(page, 'a page without a connection');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('You are offline. Connect to the internet.')).toBeVisible();
  await expect(about).toHaveValue('I draw comics.');
  await page.context().setOffline(false);
  await expect(banner).toBeHidden();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('heading', { name: 'Your application is being reviewed' })).toBeVisible();

  // The browser calls itself online, and a proxy answers for a service that is away.
  await page.route('**/api/**', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<html>Bad Gateway</html>' }));
  await page.goto('/');
  await expect(page.getByText('This page continues automatically when it does.')).toBeVisible();
  await expect(page.getByText('Onair isn’t answering right now. Try again in a moment.')).toBeVisible();
  await page.unrouteAll();
  await expect(page.getByText('Onair isn’t answering right now.')).toHaveCount(0);
});
