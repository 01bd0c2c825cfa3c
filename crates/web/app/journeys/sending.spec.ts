// "On air" means that viewers get it: what takes the picture away from a creator who is live, and how it comes back.
import { aDevice } from './support/device';
import { expect, test } from './support/journey';
import { expectMovingPicture, expectPictureAgain } from './support/media';
import { whenShown } from './support/moments';
import { call } from './support/stack';
import { goesLive, isOnAir } from './support/studio';

test('a studio that the browser freezes sends again, in the same session', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  const video = guest.getByLabel('Live video');
  await expectMovingPicture(video);
  const { body: before } = await call(stack, ada, 'GET', '/api/stream/status');

  // Chromium itself freezes only what nobody sees, which no page here is.
  const told = whenShown(guest, 'The creator lost the connection.');
  await studio.evaluate(() => document.dispatchEvent(new Event('freeze', { bubbles: true })));
  await told;
  await studio.evaluate(() => document.dispatchEvent(new Event('resume', { bubbles: true })));
  await expectPictureAgain(video, 20_000);
  await isOnAir(studio);
  await expectMovingPicture(studio.getByLabel('Your camera'));

  const { body: after } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(after.data).toMatchObject({ isLive: true, state: 'ON_AIR', startedAt: before.data?.startedAt });
});

test('a creator’s machine that sleeps and wakes sends again, and viewers are told within seconds', async ({ stack, creator, open }) => {
  const ada = await creator();
  const laptop = await aDevice();
  try {
    const studio = await laptop.open(stack, '/studio', ada);
    await goesLive(studio);
    const guest = await open(`/watch/${ada.username}`, null);
    const video = guest.getByLabel('Live video');
    await expectMovingPicture(video);

    laptop.sleep();
    await expect(guest.getByText('No picture or sound is arriving from the creator.')).toBeVisible({ timeout: 6_000 });
    laptop.wake();
    await expectPictureAgain(video, 30_000);
    await expect(guest.getByText('No picture or sound is arriving from the creator.')).toBeHidden();
    await isOnAir(studio);
  } finally {
    await laptop.switchOff();
  }
});
