// "On air" means that viewers get it: what takes the picture away from a creator who is live, and how it comes back.
import { aDevice } from './support/device';
import { expect, test } from './support/journey';
import { expectMovingPicture, expectPictureAgain } from './support/media';
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

  await test.step('an event alone, as it comes before the page is put aside', async () => {
    await studio.evaluate(() => window.dispatchEvent(new Event('freeze')));
    await expectPictureAgain(video, 20_000);
    await isOnAir(studio);
    await expectMovingPicture(studio.getByLabel('Your camera'));
  });

  await test.step('frozen for real, and woken', async () => {
    await studio.evaluate(() => document.addEventListener('freeze', () => Object.assign(window, { wasFrozen: true })));
    const cdp = await studio.context().newCDPSession(studio);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    expect(await studio.evaluate(() => 'wasFrozen' in window)).toBe(true);
    await expectPictureAgain(video, 30_000);
    await isOnAir(studio);
    await expectMovingPicture(studio.getByLabel('Your camera'));
  });

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
    await expect(guest.getByText('Nothing arrives from the creator right now.')).toBeVisible({ timeout: 6_000 });
    laptop.wake();
    await expectPictureAgain(video, 30_000);
    await expect(guest.getByText('Nothing arrives from the creator right now.')).toBeHidden();
    await isOnAir(studio);
  } finally {
    await laptop.switchOff();
  }
});
