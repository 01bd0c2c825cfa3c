// Renewing the tokens of an identity provider: before they expire, while live, and after changes at the provider.
import type { Page } from '@playwright/test';
import { expectMovingPicture } from './support/media';
import { expect, test } from './support/providerJourney';
import { expectSignedIn, makeCreator, newUser, renewNow, sessionOf, signIn } from './support/signIn';
import { call, type Person } from './support/stack';
import { endBroadcast, expectOnAir, startBroadcast } from './support/studio';

test('the tokens of a live creator are renewed, and the broadcast continues without a reconnection', async ({ open, provider, stack }) => {
  const user = newUser('ada');
  const page = await open('/', null);
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await signIn(page, user);
  await makeCreator(stack, page);
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await startBroadcast(page);
  const viewer = await open(`/watch/${user}`, null);
  await expectMovingPicture(viewer.getByLabel('Live video'));
  const before = sockets.length;
  // The next token, and all later ones, are renewed after 15 seconds.
  provider.setLifetime(20);
  await passTime(page);
  await expect.poll(() => provider.renewals(user), { timeout: 120_000 }).toBeGreaterThanOrEqual(3);
  await expectOnAir(page);
  await expectMovingPicture(viewer.getByLabel('Live video'));
  expect(sockets.length, 'no connection to the room was opened again').toBe(before);
  expect(provider.rejections()).toBe(0);
  await endBroadcast(page);
});

test('a broadcast outlives a sign-in that can’t be renewed, and the creator signs in again in another tab', async ({ open, provider, stack }) => {
  const user = newUser('ada');
  const page = await open('/', null);
  await signIn(page, user);
  await makeCreator(stack, page);
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await startBroadcast(page);
  provider.revoke(user);
  await passTime(page);
  await expect(page.getByText('Your sign-in ends soon')).toBeVisible();
  await expectOnAir(page);
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'sign in again in a new tab' }).click()]);
  // The session at the provider still exists.
  await expectSignedIn(tab, user);
  await expect(page.getByText('Your sign-in ends soon')).toBeHidden();
  // One of them may be renewing the sign-in, which the other then takes over.
  await expect.poll(async () => (await sessionOf(page)).accessToken === (await sessionOf(tab)).accessToken).toBe(true);
  await expectOnAir(page);
  await page.bringToFront();
  await endBroadcast(page);
});

test('new keys of the provider are accepted without a restart', async ({ open, provider, stack }) => {
  const user = newUser('ada');
  const page = await open('/', null);
  await page.clock.install();
  await signIn(page, user);
  const before = (await sessionOf(page)).accessToken;
  provider.rotateKeys();
  await renewNow(page);
  const after = (await sessionOf(page)).accessToken;
  expect(headerOf(after).kid).not.toBe(headerOf(before).kid);
  const status = async (token: string) => (await call(stack, { id: user, username: user, token }, 'GET', '/api/viewer/me')).status;
  // The service fetches keys at most once in 30 seconds.
  await expect.poll(async () => status(after), { timeout: 90_000 }).toBe(200);
  expect(await status(before), 'a withdrawn key is forgotten').toBe(401);
  await page.reload();
  await expectSignedIn(page, user);
});

test('a role that was revoked at the provider is gone with the next renewal', async ({ open, provider, stack }) => {
  const user = newUser('boss');
  provider.setRoles(user, ['admin']);
  const page = await open('/', null);
  await page.clock.install();
  await signIn(page, user);
  const menu = page.getByRole('button', { name: /Account menu/ });
  await menu.click();
  await expect(page.getByRole('link', { name: 'Administration' })).toBeVisible();
  provider.setRoles(user, []);
  await renewNow(page);
  await expect(page.getByRole('link', { name: 'Administration' })).toBeHidden();
  const who: Person = { id: user, username: user, token: (await sessionOf(page)).accessToken };
  expect((await call(stack, who, 'GET', '/api/admin/audit')).status).toBe(403);
});

test('a call whose token the service rejects is repeated with a renewed one', async ({ open, provider }) => {
  const user = newUser('ada');
  const page = await open('/', null);
  await signIn(page, user);
  // As if the token had expired while the computer slept.
  await page.evaluate(() => {
    const session = JSON.parse(sessionStorage.getItem('onair.provider-session') ?? '{}') as { accessToken: string; receivedAt: number };
    const accessToken = `${session.accessToken.slice(0, -8)}AAAAAAAA`;
    sessionStorage.setItem('onair.provider-session', JSON.stringify({ ...session, accessToken, receivedAt: session.receivedAt - 60_000 }));
  });
  await page.reload();
  await expectSignedIn(page, user);
  expect(provider.renewals(user)).toBe(1);
  expect(provider.rejections()).toBe(0);
});

test('a sign-in that expires while the provider is away recovers by itself', async ({ open, provider, stack }) => {
  const user = newUser('ada');
  const page = await open('/', null);
  await signIn(page, user);
  provider.setLifetime(20);
  await passTime(page);
  await expect.poll(async () => (await sessionOf(page)).version).toBe(2);
  provider.setAway(true);
  const { accessToken: token } = await sessionOf(page);
  provider.setLifetime(3_600);
  await expect.poll(async () => (await call(stack, { id: user, username: user, token }, 'GET', '/api/viewer/me')).status, { timeout: 60_000 }).toBe(401);
  // This also sets the page's clock back.
  await page.reload();
  await expect(page.getByText('the sign-in service isn’t answering')).toBeVisible({ timeout: 60_000 });
  provider.setAway(false);
  await expectSignedIn(page, user, 60_000);
  await expect(page.getByText('the sign-in service isn’t answering')).toBeHidden();
  expect(provider.renewals(user)).toBe(2);
  expect(provider.rejections()).toBe(0);
});

test('a sign-in that expired and can’t be renewed leaves the page open for guests', async ({ open, provider }) => {
  const user = newUser('ada');
  const page = await open('/search?q=jazz', null);
  await page.clock.install();
  await signIn(page, user);
  provider.revoke(user);
  await page.clock.fastForward('46:00');
  await expect(page.getByText('Your sign-in ends soon')).toBeVisible();
  await expectSignedIn(page, user);
  await page.evaluate(() => {
    const session = JSON.parse(sessionStorage.getItem('onair.provider-session') ?? '{}') as { accessToken: string };
    sessionStorage.setItem('onair.provider-session', JSON.stringify({ ...session, accessToken: `${session.accessToken.slice(0, -8)}AAAAAAAA` }));
  });
  await page.reload();
  await expect(page.getByText('Your sign-in has expired')).toBeVisible();
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  // The session at the provider still exists.
  await expectSignedIn(page, user);
  await expect(page).toHaveURL(/q=jazz$/);
});

/** As if three quarters of the lifetime had passed. */
async function passTime(page: Page): Promise<void> {
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 46 * 60_000;
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

function headerOf(token: string): { kid?: string } {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid?: string };
}
