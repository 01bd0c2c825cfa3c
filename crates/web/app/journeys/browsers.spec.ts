// The app in a browser without any feature newer than the oldest supported browsers.
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { makeOld } from './support/oldBrowser';
import { startBroadcast } from './support/studio';

test('the oldest supported browsers find a stream, watch, chat and go live', async ({ creator, viewer, open }) => {
  const ada = await creator('For every browser');
  const studio = await open('/', ada);
  await makeOld(studio.context());
  await studio.goto('/studio');
  expect(await studio.evaluate(() => ['canParse' in URL, 'Segmenter' in Intl, 'union' in Set.prototype, 'requestIdleCallback' in window])).toEqual([
    false,
    false,
    false,
    false,
  ]);
  await startBroadcast(studio);

  const watching = await open('/sign-in', await viewer());
  await makeOld(watching.context());
  await watching.goto('/');
  await watching.getByRole('link', { name: 'For every browser' }).click();
  await expectMovingPicture(watching.getByLabel('Live video'));
  await watching.getByRole('textbox', { name: 'Message' }).fill('See https://example.com/bowls');
  await watching.getByRole('textbox', { name: 'Message' }).press('Enter');
  for (const page of [watching, studio]) {
    await expect(page.getByRole('log', { name: 'Chat' }).getByRole('link', { name: 'https://example.com/bowls' })).toBeVisible();
  }
});
