// The chat in a window of its own, and as an overlay for streaming programs.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { expectMessage, field, log, openMessageOptions, sendMessage } from './support/chat';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { endBroadcast, startBroadcast } from './support/studio';

test('viewers, guests and the creator chat in windows of their own, and an overlay shows it', async ({ creator, viewer, open }) => {
  const ada = await creator('Let’s talk');
  const studio = await open('/studio', ada, { viewport: { width: 1440, height: 900 } });
  await startBroadcast(studio);
  const overlay = await open(`/chat/${ada.username}?overlay=1&size=large`, null);
  const watchPage = await open(`/watch/${ada.username}`, await viewer());
  const guestPage = await open(`/watch/${ada.username}`, null);
  const [vera, guest] = [await popOut(watchPage), await popOut(guestPage)];

  await test.step('messages go both ways, and the watch page keeps playing', async () => {
    await sendMessage(vera, 'From a window');
    for (const page of [vera, watchPage, studio, guest, overlay]) await expectMessage(page, 'From a window');
    await sendMessage(studio, 'From the studio');
    for (const page of [vera, guest, overlay]) await expectMessage(page, 'From the studio');
    await expectMovingPicture(watchPage.getByLabel('Live video'));
  });

  await test.step('a guest stays the same guest, and removes an own message of the watch page', async () => {
    await sendMessage(guestPage, 'By a guest');
    await expectMessage(studio, 'By a guest');
    await sendMessage(guest, 'By the same guest');
    const [first, second] = [studio, studio].map((page, index) => log(page).getByRole('listitem').filter({ hasText: index === 0 ? 'By a guest' : 'By the same guest' }).getByTitle(/./).first());
    expect(await first?.textContent()).toBe(await second?.textContent());
    await expectMovingPicture(guestPage.getByLabel('Live video'));
    await (await openMessageOptions(guest, 'By a guest')).getByRole('button', { name: 'Remove message' }).click();
    for (const page of [guest, guestPage, vera, studio, overlay]) await expect(log(page).getByText('By a guest', { exact: true })).toHaveCount(0);
  });

  await test.step('the creator removes a message in a window', async () => {
    const window = await popOut(studio);
    await (await openMessageOptions(window, 'From a window')).getByRole('button', { name: 'Remove message' }).click();
    for (const page of [window, vera, watchPage, guest, studio, overlay]) await expect(log(page).getByText('From a window')).toHaveCount(0);
    await window.close();
  });

  await test.step('a narrow window is usable, and search engines don’t list it', async () => {
    await vera.setViewportSize({ width: 300, height: 500 });
    await expect(field(vera)).toBeVisible();
    expect(await vera.evaluate(() => document.documentElement.scrollWidth)).toBe(300);
    await expect(vera).toHaveTitle(new RegExp(`^Chat of .*${ada.username}`, 'u'));
    await expect(vera.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
    await expectAccessible(vera, 'a chat in a window');
  });

  await test.step('the overlay is transparent, and offers nothing to press', async () => {
    await expect(overlay.locator('body')).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
    await expect(overlay.locator('html')).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
    await expect(overlay.locator('button, textarea, a')).toHaveCount(0);
  });

  await test.step('changed settings apply at once', async () => {
    await studio.getByRole('switch', { name: /followers/i }).click();
    await expect(guest.getByText(/Only followers of .* may write/u)).toBeVisible();
    await expect(vera.getByRole('button', { name: /^Follow/u })).toBeVisible();
  });

  await test.step('the end of the broadcast closes the chat', async () => {
    await endBroadcast(studio);
    for (const page of [vera, guest]) await expect(page.getByText('The broadcast has ended, and the chat is closed.')).toBeVisible();
    await expectMessage(vera, 'From the studio');
    await expect(log(overlay)).toHaveCount(0);
  });
});

async function popOut(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Pop out chat' }).click();
  const window = await opened;
  await expect(field(window)).toBeVisible();
  return window;
}
