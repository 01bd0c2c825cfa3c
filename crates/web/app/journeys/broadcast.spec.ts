// One broadcast from set-up to end, for the creator, a signed-in viewer and a guest.
import { countCaptures, expectMovingPicture, expectSound } from './support/media';
import { expect, test } from './support/journey';
import { call } from './support/stack';
import { endBroadcast, startBroadcast, expectOnAir, expectPreview } from './support/studio';

test('a creator sets up a stream, goes live, is seen and heard, edits the title and ends', async ({ stack, creator, viewer, open }) => {
  const ada = await creator(null);
  const studio = await open('/', ada);
  const captures = await countCaptures(studio);
  await studio.goto('/studio');

  await test.step('set-up shows validation errors at the field', async () => {
    await studio.getByRole('button', { name: 'Save and continue' }).click();
    const title = studio.getByRole('textbox', { name: 'Title' });
    await expect(title).toHaveAttribute('aria-invalid', 'true');
    await title.fill('Pottery');
    await studio.getByRole('textbox', { name: 'Description' }).fill('A bowl an hour.');
    await studio.getByRole('switch', { name: 'Delay messages' }).check();
    await studio.getByRole('button', { name: 'Save and continue' }).click();
    await expectPreview(studio);
    const { body } = await call(stack, ada, 'GET', '/api/stream/info');
    expect(body.data).toMatchObject({ title: 'Pottery', description: 'A bowl an hour.', isChatDelayed: true, isLive: false });
  });

  await test.step('picture and sound can be checked before going live', async () => {
    await expectMovingPicture(studio.getByLabel('Your camera'));
    const level = studio.getByRole('meter', { name: 'Microphone level' });
    await expect.poll(async () => Number(await level.getAttribute('aria-valuenow'))).toBeGreaterThan(10);
    await expect(studio.getByRole('combobox', { name: 'Camera' })).toBeEnabled();
    await expect(studio.getByRole('combobox', { name: 'Microphone' })).toBeEnabled();
    const { body } = await call(stack, ada, 'GET', '/api/stream/status');
    expect(body.data).toMatchObject({ isLive: false, state: 'OFFLINE' });
  });

  await startBroadcast(studio);
  expect(await captures(), 'the preview’s tracks are the published ones').toBe(1);

  const vera = await viewer();
  const watching = await open(`/watch/${ada.username}`, vera);
  const guest = await open(`/watch/${ada.username}`, null);
  await test.step('a signed-in viewer and a guest see and hear the broadcast', async () => {
    for (const page of [watching, guest]) {
      await expectMovingPicture(page.getByLabel('Live video'));
      await expectSound(page);
    }
    await expect(guest.getByText('You are watching as a guest')).toBeVisible();
    await expect(studio.getByText('2 viewers')).toBeVisible();
  });

  await test.step('the title changes while the broadcast continues', async () => {
    const { body: before } = await call(stack, ada, 'GET', '/api/stream/status');
    await studio.getByRole('textbox', { name: 'Title' }).fill('Pottery, part two');
    await studio.getByRole('button', { name: 'Save changes' }).click();
    await expect(studio.getByText('Saved')).toBeVisible();
    await expect(watching.getByRole('heading', { name: 'Pottery, part two' })).toBeVisible();
    await expectMovingPicture(watching.getByLabel('Live video'));
    const { body: after } = await call(stack, ada, 'GET', '/api/stream/status');
    expect(after.data).toMatchObject({ isLive: true, startedAt: before.data?.startedAt });
  });

  await test.step('camera and microphone can be turned off and on', async () => {
    await studio.getByRole('button', { name: 'Turn camera off' }).click();
    await expect(watching.getByText('The camera is off')).toBeVisible();
    await studio.getByRole('button', { name: 'Turn camera on' }).click();
    await expectMovingPicture(watching.getByLabel('Live video'));
    await studio.getByRole('button', { name: 'Mute microphone' }).click();
    await studio.getByRole('button', { name: 'Unmute microphone' }).click();
    await expectSound(watching);
  });

  await endBroadcast(studio);
  for (const page of [watching, guest]) {
    await expect(page.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: 2_000 });
  }
  const { body } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(body.data).toMatchObject({ isLive: false, state: 'OFFLINE' });
});

test('a double click on “Go live” goes live', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await expectPreview(studio);
  const place = await studio.getByRole('button', { name: 'Go live' }).boundingBox();
  if (!place) throw new Error('the button has no place on the page');
  // At a position, not at a button: the second click hits whatever appears there.
  await studio.mouse.dblclick(place.x + place.width / 2, place.y + place.height / 2, { delay: 60 });
  await expectOnAir(studio);
  const { body } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(body.data).toMatchObject({ isLive: true });
});
