// "On air" means that viewers receive the broadcast: interruptions of sending, and how it recovers.
import { startDevice } from './support/device';
import { expect, test } from './support/journey';
import { expectMovingPicture, expectPictureAgain } from './support/media';
import { whenShown } from './support/timing';
import { call } from './support/stack';
import { startBroadcast, expectOnAir } from './support/studio';

test('a studio that the browser froze sends again in the same session', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  const video = guest.getByLabel('Live video');
  await expectMovingPicture(video);
  const { body: before } = await call(stack, ada, 'GET', '/api/stream/status');

  // Chromium freezes only hidden pages, and pages of this test aren't hidden.
  const interrupted = whenShown(guest, 'The creator lost the connection.');
  await studio.evaluate(() => document.dispatchEvent(new Event('freeze', { bubbles: true })));
  await interrupted;
  await studio.evaluate(() => document.dispatchEvent(new Event('resume', { bubbles: true })));
  await expectPictureAgain(video, 20_000);
  await expectOnAir(studio);
  await expectMovingPicture(studio.getByLabel('Your camera'));

  const { body: after } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(after.data).toMatchObject({ isLive: true, state: 'ON_AIR', startedAt: before.data?.startedAt });
});

test('a creator whose computer slept sends again, and viewers are informed within seconds', async ({ stack, creator, open }) => {
  const ada = await creator();
  const laptop = await startDevice();
  try {
    const studio = await laptop.open(stack, '/studio', ada);
    await startBroadcast(studio);
    const guest = await open(`/watch/${ada.username}`, null);
    const video = guest.getByLabel('Live video');
    await expectMovingPicture(video);

    laptop.sleep();
    await expect(guest.getByText('No picture or sound is arriving from the creator.')).toBeVisible({ timeout: 6_000 });
    laptop.wake();
    await expectPictureAgain(video, 30_000);
    await expect(guest.getByText('No picture or sound is arriving from the creator.')).toBeHidden();
    await expectOnAir(studio);
  } finally {
    await laptop.switchOff();
  }
});
