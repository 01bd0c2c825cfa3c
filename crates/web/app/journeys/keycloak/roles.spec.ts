// A viewer, a creator and an administrator who signed in at Keycloak.
import { expectMessage, sendMessage } from '../support/chat';
import { expect, test } from '../support/keycloakJourney';
import { displayName, signInAtKeycloak } from '../support/keycloak';
import { expectMovingPicture } from '../support/media';
import { newUser, sessionOf } from '../support/signIn';
import { call, type Person } from '../support/stack';
import { endBroadcast, startBroadcast } from '../support/studio';

test('a user applies, an administrator approves, and a viewer watches, follows and chats', async ({ open, realm }) => {
  const [ada, boss, vera] = [newUser('ada'), newUser('boss'), newUser('vera')];
  await realm.createUser(ada);
  await realm.grantAdmin(await realm.createUser(boss));
  await realm.createUser(vera);
  const creator = await open('/apply', null);
  const admin = await open('/', null);
  const viewer = await open('/', null);

  await test.step('the user applies', async () => {
    await signInAtKeycloak(creator, ada);
    await creator.getByLabel('About you').fill('I play the piano.');
    await creator.getByRole('button', { name: 'Apply' }).click();
    await expect(creator.getByRole('heading', { name: 'Your application is being reviewed' })).toBeVisible();
  });

  await test.step('the administrator approves', async () => {
    await signInAtKeycloak(admin, boss);
    await admin.getByRole('button', { name: /Account menu/ }).click();
    await admin.getByRole('link', { name: 'Administration' }).click();
    await admin.getByRole('article', { name: displayName(ada) }).getByRole('button', { name: 'Approve' }).click();
    await expect(creator.getByRole('heading', { name: 'You are a creator' })).toBeVisible();
  });

  await test.step('the creator goes live', async () => {
    await creator.getByRole('link', { name: 'Open your studio' }).click();
    await creator.getByLabel('Title').fill('Piano, live');
    await creator.getByRole('button', { name: 'Save and continue' }).click();
    await startBroadcast(creator);
  });

  await test.step('the viewer watches, follows and chats', async () => {
    await signInAtKeycloak(viewer, vera);
    await viewer.goto(`/watch/${ada}`);
    await expectMovingPicture(viewer.getByLabel('Live video'));
    await viewer.getByRole('button', { name: /^Follow / }).click();
    await expect(viewer.getByRole('button', { name: /^Following / })).toBeVisible();
    await sendMessage(viewer, 'Bravo!');
    await expectMessage(creator, 'Bravo!');
    await sendMessage(creator, 'Thank you');
    await expectMessage(viewer, 'Thank you');
  });
  await endBroadcast(creator);
});

test('only the realm role makes an administrator, and its removal counts from the next renewal', async ({ open, realm, stack }) => {
  const user = newUser('boss');
  const id = await realm.createUser(user);
  const page = await open('/', null);
  await page.clock.install();
  await signInAtKeycloak(page, user);
  const auditStatus = async () => {
    const who: Person = { id, username: user, token: (await sessionOf(page)).accessToken };
    return (await call(stack, who, 'GET', '/api/admin/audit')).status;
  };
  const link = page.getByRole('link', { name: 'Administration' });
  await page.getByRole('button', { name: /Account menu/ }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await expect(link).toBeHidden();
  expect(await auditStatus()).toBe(403);

  const changes: [() => Promise<void>, number][] = [
    [async () => realm.grantAdmin(id), 200],
    [async () => realm.revokeAdmin(id), 403],
  ];
  for (const [change, status] of changes) {
    await change();
    const { version } = await sessionOf(page);
    await page.clock.fastForward('05:00');
    await expect.poll(async () => (await sessionOf(page)).version).toBe(version + 1);
    expect(await auditStatus()).toBe(status);
    await expect(link).toBeVisible({ visible: status === 200 });
  }
});
