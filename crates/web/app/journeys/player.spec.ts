// The player: quality, sound, screen modes, keys and statistics.
import type { Page } from '@playwright/test';
import { expect, test } from './support/journey';
import { expectMovingPicture, expectSound } from './support/media';
import { startBroadcast } from './support/studio';

test('a viewer sets quality, volume and screen with mouse and keys, and the player remembers the volume', async ({ creator, open }) => {
  const ada = await creator('Played everywhere');
  await startBroadcast(await open('/studio', ada, { camera: { width: 1280, height: 720 } }));
  const page = await open('about:blank', null, { viewport: { width: 1280, height: 720 } });
  const layoutShift = await measureLayoutShift(page);
  await page.goto(`/watch/${ada.username}`);
  const video = page.getByLabel('Live video');
  const controls = page.getByRole('group', { name: 'Player controls' });
  const stats = page.getByRole('region', { name: 'Statistics' });
  const choose = async (item: string, role: 'menuitemradio' | 'menuitemcheckbox' = 'menuitemradio') => {
    await controls.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole(role, { name: item }).click();
  };
  const isMuted = async () => video.evaluate((element) => (element as HTMLVideoElement).muted);

  await test.step('one element plays picture and sound', async () => {
    await expectMovingPicture(video);
    await expectSound(page);
    await expect(page.locator('video')).toHaveCount(1);
    expect(await layoutShift(), 'what jumps while the page loads').toBeLessThan(0.02);
  });

  await test.step('a lower quality is received, and a higher one even if the player is smaller', async () => {
    await choose('Statistics', 'menuitemcheckbox');
    await choose('Low (180p)');
    await expect(stats).toContainText('320 × 180');
    await choose('High (720p)');
    await expect(stats).toContainText('1280 × 720');
    await choose('Auto');
    await expect(stats).toContainText(/\d+ per second/);
    await expect(stats).toContainText('VP8');
    await expect(controls).toContainText(/≈ \d\.\d s/);
  });

  await test.step('keys change sound and screen, but not while typing', async () => {
    await page.keyboard.press('m');
    await expect(controls.getByRole('button', { name: 'Unmute' })).toBeVisible();
    expect(await isMuted()).toBe(true);
    await page.keyboard.press('M');
    await expect(controls.getByRole('button', { name: 'Mute' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Message' }).press('m');
    expect(await isMuted()).toBe(false);
    await controls.getByRole('button', { name: 'Mute' }).focus();
    await page.keyboard.press('Control+m');
    expect(await isMuted()).toBe(false);

    const width = async () => video.evaluate((element) => element.clientWidth);
    const normal = await width();
    await page.keyboard.press('t');
    await expect.poll(width, { message: 'theatre mode is wider' }).toBeGreaterThan(normal);
    await page.keyboard.press('t');
    await expect.poll(width).toBe(normal);
    await page.keyboard.press('f');
    await expect.poll(width, { message: 'the full screen is wider' }).toBeGreaterThan(normal);
    await controls.getByRole('button', { name: 'Leave full screen' }).click();
    await expect.poll(width).toBe(normal);
  });

  await test.step('picture-in-picture and media session', async () => {
    const isPip = async () => page.evaluate(() => document.pictureInPictureElement?.getAttribute('aria-label') ?? null);
    await page.keyboard.press('p');
    await expect.poll(isPip).toBe('Live video');
    await controls.getByRole('button', { name: 'Leave picture-in-picture' }).click();
    await expect.poll(isPip).toBeNull();
    await expectMovingPicture(video);
    const playing = await page.evaluate(() => [navigator.mediaSession.metadata?.title, navigator.mediaSession.metadata?.artist, navigator.mediaSession.playbackState]);
    expect(playing).toEqual(['Played everywhere', ada.username, 'playing']);
  });

  await test.step('the help lists the keys and turns them off', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help).toContainText('Picture-in-picture');
    await help.getByRole('switch', { name: 'Use keyboard shortcuts' }).click();
    await help.getByRole('button', { name: 'Close' }).click();
    await expect(help).toBeHidden();
    await page.keyboard.press('m');
    expect(await isMuted()).toBe(false);
  });

  await test.step('the page is shared as a link and a QR code', async () => {
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this stream' });
    await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: 'Link' })).toHaveValue(new URL(`/watch/${ada.username}`, page.url()).href);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await test.step('the volume is kept', async () => {
    await page.getByRole('slider', { name: 'Volume' }).focus();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
    await page.reload();
    await expectMovingPicture(video);
    await expect(page.getByRole('slider', { name: 'Volume' })).toHaveAttribute('aria-valuetext', '80%');
    expect(await video.evaluate((element) => (element as HTMLVideoElement).volume)).toBeCloseTo(0.8);
  });
});

/** The sum of all layout shifts without a user's action. Call before the page is opened. */
async function measureLayoutShift(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts = { sum: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) shifts.sum += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return async () => page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);
}
