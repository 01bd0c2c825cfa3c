// Broadcasts in Firefox and watched in Firefox.
import type { Browser } from 'puppeteer-core';
import { expect, test as base } from '../support/journey';
import { sendMessage, expectMessage } from '../support/chat';
import { FirefoxPage, startFirefox } from '../support/firefox';
import { expectMovingPicture, expectSound } from '../support/media';
import type { Person } from '../support/stack';
import { endBroadcast, startBroadcast } from '../support/studio';

interface Firefox {
  openInFirefox: (path: string, who: Person | null) => Promise<FirefoxPage>;
}

// Starting Firefox takes seconds, so all tests of a worker share it.
const test = base.extend<Firefox, { firefox: Browser }>({
  firefox: [
    // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
    async ({}, provide) => {
      const firefox = await startFirefox();
      await provide(firefox);
      await firefox.close();
    },
    { scope: 'worker' },
  ],
  openInFirefox: async ({ firefox, stack }, provide) => {
    await provide(async (path, who) => FirefoxPage.open(firefox, stack, path, who));
    await Promise.all(firefox.browserContexts().map(async (context) => (context.closed || context === firefox.defaultBrowserContext() ? undefined : context.close())));
  },
});

test('a creator in Firefox is seen, heard and answered in Chromium and Firefox, and ends', async ({ creator, viewer, open, openInFirefox }) => {
  const ada = await creator();
  const studio = await openInFirefox('/studio', ada);
  await studio.expectMovingPicture('Your camera');
  await studio.press('Go live');
  await studio.expectText('On air');

  const inChromium = await open(`/watch/${ada.username}`, await viewer());
  const inFirefox = await openInFirefox(`/watch/${ada.username}`, await viewer());
  await expectMovingPicture(inChromium.getByLabel('Live video'));
  await expectSound(inChromium);
  await inFirefox.expectMovingPicture('Live video');
  await inFirefox.expectSound();

  await inFirefox.sendMessage('Greetings from a fox');
  await studio.expectText('Greetings from a fox');
  await expectMessage(inChromium, 'Greetings from a fox');
  await sendMessage(inChromium, 'And from elsewhere');
  await inFirefox.expectText('And from elsewhere');

  await studio.press('End stream');
  await studio.clickInDialog('End stream');
  await studio.expectText('Your broadcast has ended');
  await inFirefox.expectText(`${ada.username} is offline`);
  await expect(inChromium.getByText(`${ada.username} is offline`)).toBeVisible();
});

test('a guest in Firefox watches a creator in Chromium', async ({ creator, open, openInFirefox }) => {
  const ada = await creator();
  const guest = await openInFirefox(`/watch/${ada.username}`, null);
  await guest.expectText(`${ada.username} is offline`);
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  await guest.expectMovingPicture('Live video');
  await guest.expectSound();
  await endBroadcast(studio);
  await guest.expectText(`${ada.username} is offline`);
});
