// One broadcast in Firefox and one that Firefox watches: going live, seeing, hearing, chatting, ending.
import type { Browser } from 'puppeteer-core';
import { expect, test as base } from '../support/journey';
import { says, sees } from '../support/chat';
import { FirefoxPage, startFirefox } from '../support/firefox';
import { expectMovingPicture, expectSound } from '../support/media';
import type { Person } from '../support/stack';
import { ends, goesLive } from '../support/studio';

interface Firefox {
  openInFirefox: (path: string, who: Person | null) => Promise<FirefoxPage>;
}

// Starting it takes seconds: one is enough for all.
const test = base.extend<Firefox, { firefox: Browser }>({
  firefox: [
    // oxlint-disable-next-line no-empty-pattern -- the test runner reads fixtures' needs from this pattern
    async ({}, lend) => {
      const firefox = await startFirefox();
      await lend(firefox);
      await firefox.close();
    },
    { scope: 'worker' },
  ],
  openInFirefox: async ({ firefox, stack }, lend) => {
    await lend(async (path, who) => FirefoxPage.open(firefox, stack, path, who));
    await Promise.all(firefox.browserContexts().map(async (context) => (context.closed || context === firefox.defaultBrowserContext() ? undefined : context.close())));
  },
});

test('a creator in Firefox is seen, heard and answered in Chromium and in Firefox, and ends', async ({ creator, viewer, open, openInFirefox }) => {
  const ada = await creator();
  const studio = await openInFirefox('/studio', ada);
  await studio.seesMovingPicture('Your camera');
  await studio.press('Go live');
  await studio.sees('On air');

  const inChromium = await open(`/watch/${ada.username}`, await viewer());
  const inFirefox = await openInFirefox(`/watch/${ada.username}`, await viewer());
  await expectMovingPicture(inChromium.getByLabel('Live video'));
  await expectSound(inChromium);
  await inFirefox.seesMovingPicture('Live video');
  await inFirefox.hears();

  await inFirefox.says('Greetings from a fox');
  await studio.sees('Greetings from a fox');
  await sees(inChromium, 'Greetings from a fox');
  await says(inChromium, 'And from elsewhere');
  await inFirefox.sees('And from elsewhere');

  await studio.press('End stream');
  await studio.pressInDialog('End stream');
  await studio.sees('Your broadcast has ended');
  await inFirefox.sees(`${ada.username} is offline`);
  await expect(inChromium.getByText(`${ada.username} is offline`)).toBeVisible();
});

test('a guest in Firefox watches a creator in Chromium', async ({ creator, open, openInFirefox }) => {
  const ada = await creator();
  const guest = await openInFirefox(`/watch/${ada.username}`, null);
  await guest.sees(`${ada.username} is offline`);
  const studio = await open('/studio', ada);
  await goesLive(studio);
  await guest.seesMovingPicture('Live video');
  await guest.hears();
  await ends(studio);
  await guest.sees(`${ada.username} is offline`);
});
