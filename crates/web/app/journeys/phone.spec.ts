// Every page on phones and on a desktop: nothing sticks out, everything has a name.
import type { Page } from '@playwright/test';
import { expectAccessible, expectToFitNarrowPhones } from './support/accessible';
import { expectMovingPicture } from './support/media';
import { expect, test } from './support/journey';
import { goesLive, seesThePreview } from './support/studio';

const SCREENS = [
  { name: 'a phone', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  { name: 'a desktop', viewport: { width: 1440, height: 900 }, isMobile: false },
];

for (const { name, ...screen } of SCREENS) {
  const holdsTogether = async (page: Page) => {
    await expectAccessible(page);
    if (screen.isMobile) await expectToFitNarrowPhones(page);
  };

  test(`every page holds together on ${name}`, async ({ creator, viewer, open }) => {
    const ada = await creator('A title that is long enough to need two lines on any phone there is');

    await test.step('home, sign-in and a wrong address', async () => {
      const page = await open('/', null, screen);
      await expect(page.getByRole('heading', { name: 'Live now' })).toBeVisible();
      await holdsTogether(page);
      await page.goto('/sign-in');
      await expect(page.getByRole('button', { name: 'vera' })).toBeVisible();
      await holdsTogether(page);
      await page.goto('/no/such/page');
      await expect(page.getByRole('heading', { name: 'Nothing is on at this address' })).toBeVisible();
      await holdsTogether(page);
    });

    await test.step('set-up, preview and live', async () => {
      const setUp = await open('/studio', await creator(null), screen);
      await expect(setUp.getByRole('heading', { name: 'Set up your stream' })).toBeVisible();
      await holdsTogether(setUp);
      const studio = await open('/studio', ada, screen);
      await seesThePreview(studio);
      await holdsTogether(studio);
      await goesLive(studio);
      await holdsTogether(studio);
      await studio.getByRole('button', { name: 'End stream' }).click();
      await expect(studio.getByRole('alertdialog')).toBeVisible();
      await holdsTogether(studio);
      await studio.keyboard.press('Escape');
    });

    await test.step('watching', async () => {
      const page = await open(`/watch/${ada.username}`, await viewer(), screen);
      await expectMovingPicture(page.getByLabel('Live video'));
      await holdsTogether(page);
    });
  });
}
