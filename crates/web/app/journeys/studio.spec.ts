// What the studio tells a creator about their devices, and how they use it.
import { writeFile } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { chromiumWithSound } from './support/chromium';
import { expect, openIn, test } from './support/journey';
import { publishedSources } from './support/livekit';
import { expectMovingPicture } from './support/media';
import { expectOnAir, expectPreview } from './support/studio';
import { silenceThenSpeech } from './support/wav';

const pictureHeight = async (studio: Page) => studio.getByLabel('Your camera').evaluate((video: HTMLVideoElement) => video.videoHeight);

test('a creator checks picture and sound, shares the screen, and changes settings while live', async ({ stack, creator }, info) => {
  const sound = info.outputPath('sound.wav');
  await writeFile(sound, silenceThenSpeech(9, 9));
  const ada = await creator();
  const browser = await chromium.launch(chromiumWithSound(sound));
  try {
    const studio = await openIn(browser, stack, '/', ada, { viewport: { width: 1440, height: 900 } });
    await recordLayoutShifts(studio);
    await studio.goto('/studio');
    await expectPreview(studio);

    await test.step('a microphone that nobody hears is reported until somebody is heard', async () => {
      const hint = studio.getByRole('status').filter({ hasText: 'We can’t hear you.' });
      await expect(hint).toBeVisible();
      await expectAccessible(studio, 'a silent microphone');
      await expect(hint).toBeHidden();
    });

    await test.step('speaking while muted is reported', async () => {
      await studio.keyboard.press('m');
      await expect(studio.getByRole('button', { name: 'Unmute microphone' })).toBeVisible();
      await expect(studio.getByText('You are muted. Nobody hears you.')).toBeVisible();
      await studio.keyboard.press('m');
      await expect(studio.getByRole('button', { name: 'Mute microphone' })).toBeVisible();
      await expect(studio.getByText('You are muted. Nobody hears you.')).toBeHidden();
    });

    await test.step('a creator hears themselves before the broadcast', async () => {
      const [isRecording, isOver] = [studio.getByText('Recording. Say something.'), studio.getByText('Records 3 seconds and plays them to you.')];
      await studio.getByRole('button', { name: 'Hear yourself' }).click();
      await expect(isRecording).toBeVisible();
      await expect(studio.getByText('Playing.')).toBeVisible();
      await expect(isOver).toBeVisible();
    });

    await test.step('picture and controls stay in place when the broadcast starts', async () => {
      await studio.evaluate(() => Object.assign(window, { shifts: 0 }));
      await studio.getByRole('button', { name: 'Go live' }).click();
      await expectOnAir(studio);
      await expect(studio.getByRole('log', { name: 'Chat' })).toBeVisible();
      expect(await studio.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBeLessThan(0.02);
    });

    await test.step('the screen is shared with its sound, beside the camera', async () => {
      await studio.getByRole('button', { name: 'Share the screen' }).click();
      await expectMovingPicture(studio.getByLabel('Your screen'));
      await expectMovingPicture(studio.getByLabel('Your camera'));
      await expect.poll(async () => publishedSources(stack, ada.id)).toEqual(expect.arrayContaining(['CAMERA', 'MICROPHONE', 'SCREEN_SHARE', 'SCREEN_SHARE_AUDIO']));
      await expectAccessible(studio, 'sharing a screen');
      await studio.getByRole('button', { name: 'Stop sharing the screen' }).click();
      await expect(studio.getByLabel('Your screen')).toHaveCount(0);
      await expect.poll(async () => (await publishedSources(stack, ada.id)).toSorted()).toEqual(['CAMERA', 'MICROPHONE']);
      await expectOnAir(studio);
    });

    await test.step('the quality is explained in words', async () => {
      await studio.getByRole('button', { name: 'Quality: Good' }).click();
      const details = studio.getByRole('dialog', { name: 'Quality of your broadcast' });
      await expect(details.getByText('Nobody is watching, so no picture is sent.')).toBeVisible();
      await expect(details.getByText(/ kbit\/s$/)).toBeVisible();
      await expectAccessible(studio, 'the quality of the broadcast');
      await studio.keyboard.press('Escape');
    });

    await test.step('keys do nothing while the creator types, and are listed', async () => {
      await studio.getByRole('textbox', { name: 'Title' }).pressSequentially('mv?');
      await expect(studio.getByRole('textbox', { name: 'Title' })).toHaveValue(/mv\?/);
      await expect(studio.getByRole('button', { name: 'Mute microphone' })).toBeVisible();
      await studio.getByRole('tab', { name: 'Devices' }).click();
      await studio.keyboard.press('?');
      const shortcuts = studio.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await expect(shortcuts).toBeVisible();
      await studio.keyboard.press('m');
      await expectAccessible(studio, 'keyboard shortcuts');
      await studio.keyboard.press('Escape');
      await expect(studio.getByRole('button', { name: 'Mute microphone' })).toBeVisible();
    });

    await test.step('text that isn’t saved stays when another tab is selected', async () => {
      await studio.getByRole('tab', { name: 'Stream' }).click();
      await expect(studio.getByRole('textbox', { name: 'Title' })).toHaveValue(/mv\?/);
      await studio.getByRole('tab', { name: 'Devices' }).click();
    });

    await test.step('a larger picture and the mirror apply at once, and are remembered', async () => {
      await studio.getByRole('combobox', { name: 'Picture size' }).selectOption('1080p');
      await expect.poll(async () => pictureHeight(studio)).toBe(1_080);
      await studio.getByRole('switch', { name: 'Mirror the preview' }).uncheck();
      await expect(studio.getByLabel('Your camera')).toHaveCSS('transform', 'none');
      await studio.getByRole('switch', { name: 'Noise suppression' }).check();
      await expectOnAir(studio);
      await studio.reload();
      await expect(studio.getByRole('combobox', { name: 'Picture size' })).toHaveValue('1080p');
      await expect(studio.getByRole('switch', { name: 'Mirror the preview' })).not.toBeChecked();
      await expect(studio.getByRole('switch', { name: 'Noise suppression' })).toBeChecked();
    });
  } finally {
    await browser.close();
  }
});

/** Counts only what a browser blames on the page: shifts right after a click are expected. */
async function recordLayoutShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counter = window as unknown as { shifts: number };
    counter.shifts = 0;
    new PerformanceObserver((list) => {
      const entries = list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[];
      for (const { value, hadRecentInput } of entries) counter.shifts += hadRecentInput ? 0 : value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}
