// Suspended users.
import { createAdmin, submitReason } from './support/admin';
import { expectAccessible } from './support/axe';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { call } from './support/stack';
import { expectPreview, startBroadcast } from './support/studio';

test('an admin suspends a viewer and a live creator, both see it, and reinstates them', async ({ stack, creator, viewer, open }) => {
  const [ada, vera] = [await creator('Until an admin comes'), await viewer()];
  const admin = await createAdmin(stack);
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const [watching, guest] = [await open(`/watch/${ada.username}`, vera), await open(`/watch/${ada.username}`, null)];
  await expectMovingPicture(watching.locator('video'));
  await expectMovingPicture(guest.locator('video'));
  const desk = await open('/admin', admin);
  await desk.getByRole('link', { name: 'Users' }).click();
  const search = desk.getByLabel('Search by username or name');
  const row = (username: string) => desk.getByRole('article', { name: username });
  const suspended = { name: 'Your account is suspended' };

  await test.step('finds and suspends the viewer', async () => {
    await search.fill(vera.username.toUpperCase());
    await expect(desk.getByRole('article')).toHaveCount(1);
    await expectAccessible(desk);
    await row(vera.username).getByRole('button', { name: 'Suspend' }).click();
    await submitReason(desk, /^Suspend /, 'Insults everyone.', 'Suspend');
    await expect(row(vera.username).getByText('Suspended')).toBeVisible();
    await expect(watching.getByRole('alert', suspended)).toBeVisible();
    await expect(watching.locator('video')).toHaveCount(0);
    await expectAccessible(watching);
    await expectMovingPicture(guest.locator('video'));
    const { status } = await call(stack, ada, 'GET', '/api/stream/viewers');
    expect(status).toBe(200);
  });

  await test.step('suspends the creator: the broadcast ends', async () => {
    await search.fill(ada.username);
    await expect(row(ada.username).getByText('Creator', { exact: true })).toBeVisible();
    await row(ada.username).getByRole('button', { name: 'Suspend' }).click();
    await submitReason(desk, /^Suspend /, 'Shows films of others.', 'Suspend');
    await expect(guest.getByText(`${ada.username} is offline`)).toBeVisible();
    await expect(studio.getByRole('alert', suspended)).toBeVisible();
    await studio.reload();
    await expect(studio.getByRole('alert', suspended)).toBeVisible();
    await search.fill('');
    await desk.getByRole('button', { name: 'Suspended', exact: true }).click();
    for (const { username } of [ada, vera]) await expect(row(username)).toBeVisible();
  });

  await test.step('reinstates both: their pages continue', async () => {
    for (const { username } of [vera, ada]) {
      await row(username).getByRole('button', { name: 'Reinstate' }).click();
      await expect(row(username).getByRole('button', { name: 'Suspend' })).toBeVisible();
    }
    for (const page of [studio, watching]) await page.getByRole('button', { name: 'Check again' }).click();
    await expectPreview(studio);
    await expect(watching.getByText(`${ada.username} is offline`)).toBeVisible();
  });

  await test.step('the audit log contains all four actions', async () => {
    await desk.getByRole('link', { name: 'Audit log' }).click();
    const log = desk.getByRole('list', { name: 'Audit log' });
    for (const { id } of [ada, vera]) {
      await expect(log.getByText(`suspended ${id}`)).toBeVisible();
      await expect(log.getByText(`reinstated ${id}`)).toBeVisible();
    }
    await expect(log.getByText('Insults everyone.')).toBeVisible();
  });
});

test('a suspended user can sign out, and an admin can’t suspend themselves', async ({ stack, viewer, open }) => {
  const [vera, admin] = [await viewer(), await createAdmin(stack)];
  await call(stack, admin, 'POST', `/api/admin/users/${vera.id}/suspend`, { reason: 'A journey.' });
  const page = await open('/apply', vera);
  await expect(page.getByRole('alert', { name: 'Your account is suspended' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();

  const desk = await open('/admin/users', admin);
  const search = desk.getByLabel('Search by username or name');
  await search.fill(admin.username);
  const own = desk.getByRole('article', { name: admin.username });
  await expect(own.getByText('Your account')).toBeVisible();
  await expect(own.getByRole('button')).toHaveCount(0);
  await search.fill('x'.repeat(101));
  await expect(desk.getByText('this is 1 too long')).toBeVisible();
  await search.fill('nobody has this name');
  await expect(desk.getByText('No user matches.')).toBeVisible();
});
