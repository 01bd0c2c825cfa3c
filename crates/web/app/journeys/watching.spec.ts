// Waiting for a creator, and a creator's own watch page.
import { expectMovingPicture, expectSound, blockAutoplay } from './support/media';
import { expect, test } from './support/journey';
import { call } from './support/stack';
import { endBroadcast, startBroadcast, expectOnAir } from './support/studio';

test('a waiting page starts playing when the creator goes live, and again the next time', async ({ creator, viewer, open }) => {
  const ada = await creator();
  const waiting = await open(`/watch/${ada.username}`, await viewer());
  await expect(waiting.getByText(`${ada.username} is offline`)).toBeVisible();

  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  await expectMovingPicture(waiting.getByLabel('Live video'));
  await endBroadcast(studio);
  await expect(waiting.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: 2_000 });
  await startBroadcast(studio);
  await expectMovingPicture(waiting.getByLabel('Live video'));
});

test('an edited title appears immediately, without a reload', async ({ stack, creator, open }) => {
  const ada = await creator('Before');
  const waiting = await open(`/watch/${ada.username}`, null);
  await expect(waiting.getByRole('heading', { name: 'Before' })).toBeVisible();
  await call(stack, ada, 'PUT', '/api/stream/info', { title: 'After', description: 'Said in the midst of it' });
  await expect(waiting.getByRole('heading', { name: 'After' })).toBeVisible({ timeout: 2_000 });
  await expect(waiting.getByText('Said in the midst of it')).toBeVisible();
});

test('a creator’s own watch page doesn’t interrupt the broadcast', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  const own = await studio.context().newPage();
  await own.goto(`/watch/${ada.username}`);
  await expect(own.getByText('This is your own stream')).toBeVisible();
  await expect(own.getByRole('link', { name: 'Open your studio' })).toBeVisible();
  const { status, body } = await call(stack, ada, 'POST', '/api/viewer/token', { hostId: ada.id });
  expect([status, body.code]).toEqual([409, 'HOST_IS_VIEWER']);

  await expectOnAir(studio);
  await expectMovingPicture(guest.getByLabel('Live video'));
});

test('a viewer taps for sound if autoplay is blocked', async ({ creator, open }) => {
  const ada = await creator();
  await startBroadcast(await open('/studio', ada));
  const guest = await open('/', null);
  await blockAutoplay(guest);
  await guest.goto(`/watch/${ada.username}`);
  await expectMovingPicture(guest.getByLabel('Live video'));
  const tap = guest.getByRole('button', { name: 'Tap for sound' });
  await expect(tap).toBeVisible();
  await expectSound(guest);
  await expect(tap).toBeHidden();
});

test('a guest changes the name, stays the same guest across reloads and next to a second tab, and stays removed', async ({ stack, creator, open }) => {
  const ada = await creator();
  await startBroadcast(await open('/studio', ada));
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  await guest.getByRole('button', { name: 'Change name' }).click();
  await guest.getByRole('textbox', { name: 'Your name' }).fill('x'.repeat(51));
  await guest.getByRole('button', { name: 'Use this name' }).click();
  await expect(guest.getByRole('textbox', { name: 'Your name' })).toHaveAttribute('aria-invalid', 'true');
  await guest.getByRole('textbox', { name: 'Your name' }).fill('Gwen');
  await guest.getByRole('button', { name: 'Use this name' }).click();
  await expect(guest.getByText('You are watching as a guest, Gwen.')).toBeVisible();
  await expectMovingPicture(guest.getByLabel('Live video'));

  const watching = async () => {
    const { body } = await call(stack, ada, 'GET', '/api/stream/viewers');
    return (body.data as unknown as { identity: string }[]).map(({ identity }) => identity);
  };
  const [identity] = await watching();
  await guest.reload();
  await expect(guest.getByText('You are watching as a guest, Gwen.')).toBeVisible();
  await expectMovingPicture(guest.getByLabel('Live video'));
  expect(await watching()).toEqual([identity]);

  const second = await guest.context().newPage();
  await second.goto(`/watch/${ada.username}`);
  await expectMovingPicture(second.getByLabel('Live video'));
  await expectMovingPicture(guest.getByLabel('Live video'));
  expect(await watching()).toHaveLength(2);

  await call(stack, ada, 'DELETE', `/api/stream/viewers/${identity}`);
  await expect(guest.getByText('You were removed from this stream')).toBeVisible();
  const third = await guest.context().newPage();
  await third.goto(`/watch/${ada.username}`);
  await Promise.all([guest.reload(), second.reload()]);
  for (const page of [guest, second, third]) await expect(page.getByText('You were removed from this stream')).toBeVisible();
});

test('an unknown user and a user without a stream are distinguished', async ({ viewer, open }) => {
  const vera = await viewer();
  const nobody = await open('/watch/nobody-at-all', null);
  await expect(nobody.getByText('There is no user called “nobody-at-all”')).toBeVisible();
  const none = await open(`/watch/${vera.username}`, null);
  await expect(none.getByText(`${vera.username} hasn’t set up a stream yet`)).toBeVisible();
});

test('a live stream is listed on the home page', async ({ creator, open }) => {
  const ada = await creator('Found on the home page');
  await startBroadcast(await open('/studio', ada));
  const home = await open('/', null);
  const card = home.getByRole('article').filter({ hasText: ada.username });
  await expect(card.getByText('Live', { exact: true })).toBeVisible();
  await card.getByRole('link', { name: 'Found on the home page' }).click();
  await expectMovingPicture(home.getByLabel('Live video'));
});
