// The life of a creator application.
import { expectAccessible } from './support/axe';
import { createAdmin, readUntilVisible, submitReason } from './support/admin';
import { expect, test } from './support/journey';
import { call } from './support/stack';
import { startBroadcast } from './support/studio';

test('a user applies, is rejected, applies again, is approved, goes live and is revoked', async ({ stack, viewer, open }) => {
  const cleo = await viewer();
  const page = await open('/studio', cleo);
  const adminPage = await open('/admin', await createAdmin(stack));
  const applicationRow = adminPage.getByRole('article', { name: cleo.username });

  await test.step('applies', async () => {
    await page.getByRole('link', { name: 'Become a creator' }).click();
    await expect(page.getByRole('heading', { name: 'Become a creator' })).toBeVisible();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByText('A text is needed.')).toBeVisible();
    await page.getByLabel('About you').fill('x'.repeat(2001));
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByText(/1 too long/)).toBeVisible();
    await page.getByLabel('About you').fill('I draw comics.\nLive.');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByRole('heading', { name: 'Your application is being reviewed' })).toBeVisible();
  });

  await test.step('is rejected with a reason', async () => {
    await readUntilVisible(adminPage, applicationRow.getByText('I draw comics.'));
    await expectAccessible(adminPage);
    await applicationRow.getByRole('button', { name: 'Reject' }).click();
    const dialog = adminPage.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await expect(dialog.getByText('A reason is needed.')).toBeVisible();
    await submitReason(adminPage, /Reject/, 'Show us a drawing.', 'Reject');
    await expect(page.getByRole('heading', { name: 'Your application was rejected' })).toBeVisible();
    await expect(page.getByText('Show us a drawing.')).toBeVisible();
  });

  await test.step('applies again and is approved', async () => {
    await page.getByLabel('About you').fill('I draw comics: here is one.');
    await page.getByRole('button', { name: 'Apply again' }).click();
    await expect(page.getByRole('heading', { name: 'Your application is being reviewed' })).toBeVisible();
    await adminPage.reload();
    await readUntilVisible(adminPage, applicationRow);
    await applicationRow.getByRole('button', { name: 'Approve' }).click();
    await expect(applicationRow.getByText('Moved to “Approved”.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'You are a creator' })).toBeVisible();
  });

  await test.step('goes live and is revoked', async () => {
    await page.getByRole('link', { name: 'Open your studio' }).click();
    await page.getByLabel('Title').fill('Comics, live');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await startBroadcast(page);
    await adminPage.getByRole('button', { name: 'Approved' }).click();
    await readUntilVisible(adminPage, applicationRow);
    await applicationRow.getByRole('button', { name: 'Revoke approval' }).click();
    await submitReason(adminPage, /Revoke the approval/, 'Not what you said.', 'Revoke approval');
    await expect(page.getByRole('heading', { name: 'Your approval was revoked' })).toBeVisible();
    await page.getByRole('link', { name: 'See your application' }).click();
    await expect(page.getByText('Not what you said.')).toBeVisible();
    const { body } = await call(stack, cleo, 'POST', '/api/stream/go-live');
    expect(body.code).toBe('CREATOR_NOT_APPROVED');
  });

  await test.step('the audit log contains all decisions', async () => {
    await adminPage.getByRole('link', { name: 'Audit log' }).click();
    const auditLog = adminPage.getByRole('list', { name: 'Audit log' });
    for (const words of [`rejected ${cleo.id}`, `approved ${cleo.id}`, `revoked the approval of ${cleo.id}`]) {
      await readUntilVisible(adminPage, auditLog.getByText(words));
    }
    await expect(auditLog.getByText('Not what you said.')).toBeVisible();
  });
});

test('two admins can’t overwrite each other’s decision', async ({ stack, viewer, open }) => {
  const cleo = await viewer();
  await call(stack, cleo, 'POST', '/api/creator/application', { about: 'Twice' });
  const admin = await createAdmin(stack);
  const adminPage = await open('/admin', admin);
  const row = adminPage.getByRole('article', { name: cleo.username });
  await readUntilVisible(adminPage, row);
  await row.getByRole('button', { name: 'Reject' }).click();
  await call(stack, admin, 'POST', `/api/admin/creator-applications/${cleo.id}/reject`, { reason: 'Faster.' });
  await submitReason(adminPage, /Reject/, 'Slower.', 'Reject');
  const { body } = await call(stack, cleo, 'GET', '/api/creator/application');
  expect(body.data?.reason).toBe('Faster.');
});

test('an admin stops a stream, and other users can’t open the admin area', async ({ stack, creator, viewer, open }) => {
  const ada = await creator('About to be stopped');
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const adminPage = await open('/admin/streams', await createAdmin(stack));
  const row = adminPage.getByRole('article', { name: ada.username });
  await readUntilVisible(adminPage, row);
  await row.getByRole('button', { name: 'Stop stream' }).click();
  await submitReason(adminPage, /Stop the stream/, 'Off topic.', 'Stop stream');
  await expect(row.getByText('Ended')).toBeVisible();
  await expect(studio.getByText('Your broadcast has ended').first()).toBeVisible();

  const page = await open('/admin', await viewer());
  await expect(page.getByRole('heading', { name: 'This page is for admins' })).toBeVisible();
  const guest = await open('/admin/audit-log', null);
  await expect(guest.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
});
