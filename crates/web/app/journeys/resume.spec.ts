// Reloading, leaving and duplicating the studio while live.
import { expectMovingPicture } from './support/media';
import { expect, test } from './support/journey';
import { call } from './support/stack';
import { startBroadcast, expectOnAir } from './support/studio';

test('a reload while live offers to resume the same session', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));
  const { body: before } = await call(stack, ada, 'GET', '/api/stream/status');

  await studio.reload();
  await expect(studio.getByText('You are still live')).toBeVisible();
  await expect(studio.getByRole('button', { name: 'End', exact: true })).toBeVisible();
  await studio.getByRole('button', { name: 'Resume' }).click();
  await expectOnAir(studio);

  const { body: after } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(after.data).toMatchObject({ isLive: true, startedAt: before.data?.startedAt });
  await expectMovingPicture(guest.getByLabel('Live video'));
});

test('a reload while live offers to end', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  await studio.reload();
  await studio.getByRole('button', { name: 'End', exact: true }).click();
  await studio.getByRole('alertdialog').getByRole('button', { name: 'End stream' }).click();
  await expect(studio.getByRole('button', { name: 'Go live' })).toBeEnabled();
  await expect(guest.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: 2_000 });
  const { body } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(body.data).toMatchObject({ isLive: false });
});

test('a second device asks before it takes over', async ({ stack, creator, open }) => {
  const ada = await creator();
  const first = await open('/studio', ada);
  await startBroadcast(first);
  const { body: before } = await call(stack, ada, 'GET', '/api/stream/status');

  const second = await open('/studio', ada);
  await expect(second.getByText('You are live somewhere else')).toBeVisible();
  await second.getByRole('button', { name: 'Move it here' }).click();
  const question = second.getByRole('alertdialog', { name: 'Move the broadcast here?' });
  await question.getByRole('button', { name: 'Leave it there' }).click();
  await expectOnAir(first);

  await second.getByRole('button', { name: 'Move it here' }).click();
  await question.getByRole('button', { name: 'Move it here' }).click();
  await expectOnAir(second);
  await expect(first.getByText('Your broadcast has moved')).toBeVisible();
  const { body: after } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(after.data).toMatchObject({ isLive: true, startedAt: before.data?.startedAt });

  await second.close();
  await expect(first.getByText('Nobody is sending right now')).toBeVisible();
  await first.getByRole('button', { name: 'Resume' }).click();
  await expectOnAir(first);
});

test('a duplicated tab shows that another tab is live, and asks before it takes over', async ({ stack, creator, open }) => {
  const ada = await creator();
  const first = await open('/studio', ada);
  await startBroadcast(first);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));
  const { body: before } = await call(stack, ada, 'GET', '/api/stream/status');

  // Like "Duplicate tab": the new tab inherits the session storage.
  const opened = first.context().waitForEvent('page');
  await first.evaluate(() => void window.open(location.href));
  const second = await opened;
  await expect(second.getByText('You are live in another tab')).toBeVisible();
  await expect(second.getByRole('button', { name: 'Resume' })).toHaveCount(0);
  await expectOnAir(first);

  await second.getByRole('button', { name: 'Move it here' }).click();
  await second.getByRole('alertdialog', { name: 'Move the broadcast here?' }).getByRole('button', { name: 'Move it here' }).click();
  await expectOnAir(second);
  await expect(first.getByText('Your broadcast has moved')).toBeVisible();
  await expect(first.getByText('Another tab of this browser is sending right now.')).toBeVisible();

  await test.step('after a reload only the sending tab can resume', async () => {
    await first.reload();
    await expect(first.getByText('You are live in another tab')).toBeVisible();
    await second.reload();
    await second.getByRole('button', { name: 'Resume' }).click();
    await expectOnAir(second);
    await expectMovingPicture(guest.getByLabel('Live video'));
  });
  const { body: after } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(after.data).toMatchObject({ isLive: true, startedAt: before.data?.startedAt });
});

test('leaving the studio by a link while live asks for confirmation', async ({ creator, open }) => {
  const studio = await open('/studio', await creator());
  await startBroadcast(studio);
  await studio.getByRole('link', { name: 'Live now', exact: true }).click();
  await studio.getByRole('alertdialog', { name: 'Leave the studio?' }).getByRole('button', { name: 'Stay' }).click();
  await expectOnAir(studio);
});

test('signing out while live asks for confirmation and then ends the broadcast', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const question = studio.getByRole('alertdialog', { name: 'Sign out?' });
  await studio.getByRole('button', { name: 'Sign out' }).click();
  await question.getByRole('button', { name: 'Stay' }).click();
  await expectOnAir(studio);

  await studio.getByRole('button', { name: 'Sign out' }).click();
  await question.getByRole('button', { name: 'End stream and sign out' }).click();
  await expect(studio.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();
  const { body } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(body.data).toMatchObject({ isLive: false });
});

test('signing out in another tab takes effect in a live studio when the broadcast ends', async ({ creator, open }) => {
  const studio = await open('/studio', await creator());
  await startBroadcast(studio);
  const other = await studio.context().newPage();
  await other.goto('/');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('link', { name: 'Sign in' })).toBeVisible();

  await expectOnAir(studio);
  await expectMovingPicture(studio.getByLabel('Your camera'));
  await studio.getByRole('button', { name: 'End stream' }).click();
  await studio.getByRole('alertdialog').getByRole('button', { name: 'End stream' }).click();
  await expect(studio.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();
});
