// Permissions, and how a missing permission is explained.
import { chromium } from '@playwright/test';
import { CHROMIUM_THAT_REFUSES } from './support/chromium';
import { expect, signedIn, test } from './support/journey';
import { apply, approve, block, call } from './support/stack';
import { startBroadcast } from './support/studio';

test('a user who isn’t an approved creator can’t go live', async ({ viewer, open }) => {
  const page = await open('/studio', await viewer());
  await expect(page.getByRole('heading', { name: 'You aren’t a creator yet' })).toBeVisible();
  await expect(page.getByText('Only approved creators can go live.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go live' })).toHaveCount(0);
});

test('a pending application is explained, and its approval opens the studio', async ({ stack, viewer, open }) => {
  const cleo = await viewer();
  await apply(stack, cleo);
  const page = await open('/studio', cleo);
  await expect(page.getByRole('heading', { name: 'Your application is being reviewed' })).toBeVisible();
  await approve(stack, cleo);
  await expect(page.getByRole('heading', { name: 'Set up your stream' })).toBeVisible();
});

test('a blocked viewer can’t watch', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const victor = await viewer();
  await startBroadcast(await open('/studio', ada));
  await block(stack, ada, victor);

  const page = await open(`/watch/${ada.username}`, victor);
  await expect(page.getByText(`${ada.username} has blocked you`)).toBeVisible();
  await expect(page.getByLabel('Live video')).toHaveCount(0);
  const { status, body } = await call(stack, victor, 'POST', '/api/viewer/token', { hostId: ada.id });
  expect([status, body.code]).toEqual([403, 'BLOCKED']);
});

test('a stream that isn’t open to guests asks them to sign in', async ({ stack, creator, open }) => {
  const ada = await creator();
  await call(stack, ada, 'PUT', '/api/stream/info', { isGuestsAllowed: false });
  await startBroadcast(await open('/studio', ada));
  const guest = await open(`/watch/${ada.username}`, null);
  await expect(guest.getByText('This stream isn’t open to guests')).toBeVisible();
  await expect(guest.getByRole('link', { name: 'Sign in to watch' })).toBeVisible();
});

test('a denied camera is explained with the steps for this browser', async ({ stack, creator }) => {
  const ada = await creator();
  const browser = await chromium.launch(CHROMIUM_THAT_REFUSES);
  try {
    const context = await browser.newContext({ baseURL: stack.url, ...signedIn(stack, ada) });
    const page = await context.newPage();
    await page.goto('/studio');
    const notice = page.getByRole('alert').filter({ hasText: 'Onair isn’t allowed to use your camera and microphone' });
    await expect(notice).toBeVisible();
    await expect(notice.getByRole('listitem').first()).toContainText('left of the address');
    await expect(notice.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Go live' })).toBeDisabled();
  } finally {
    await browser.close();
  }
});
