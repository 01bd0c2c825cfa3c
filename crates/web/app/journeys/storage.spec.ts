// A browser that blocks storage, for example with cookies disabled.
import type { Page } from '@playwright/test';
import { sendMessage, expectMessage } from './support/chat';
import { openEventStreams } from './support/eventStreams';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { call } from './support/stack';
import { endBroadcast, startBroadcast, expectPreview } from './support/studio';

test('everything works during a visit without storage', async ({ stack, creator, open }) => {
  const ada = await creator('Before');
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const page = await open('about:blank', null);
  await refuseStorage(page);
  const streams = openEventStreams(page.context());
  const problems: Error[] = [];
  page.on('pageerror', (problem) => problems.push(problem));

  await page.goto('/');
  await page.getByRole('article').filter({ hasText: ada.username }).getByRole('link', { name: 'Before' }).click();
  await expectMovingPicture(page.getByLabel('Live video'));
  await sendMessage(page, 'Nothing is stored');
  await expectMessage(page, 'Nothing is stored');
  await page.getByRole('button', { name: 'Change name' }).click();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Gwen');
  await page.getByRole('button', { name: 'Use this name' }).click();
  await expect(page.getByText('You are watching as a guest, Gwen.')).toBeVisible();

  await test.step('tabs without Web Locks poll instead of subscribing', async () => {
    await call(stack, ada, 'PUT', '/api/stream/info', { title: 'After' });
    await expect(page.getByRole('heading', { name: 'After' })).toBeVisible();
    expect(streams.size).toBe(0);
    await endBroadcast(studio);
    await expect(page.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: 2_000 });
    await expect(page.getByRole('region', { name: 'Broadcast summary' })).toBeVisible();
  });

  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'ben' }).click();
  await expectPreview(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();
  expect(problems).toEqual([]);
});

/** As Chromium does when all cookies are blocked. */
async function refuseStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(window, name, { get: refuse });
    LockManager.prototype.request = async () => refuse();
    LockManager.prototype.query = async () => refuse();
  });
}
