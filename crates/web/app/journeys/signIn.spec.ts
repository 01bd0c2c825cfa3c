// Signing in at an identity provider: the npm package `oidc-provider`.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { expect, test } from './support/providerJourney';
import { enterName, expectSignedIn, newUser, sessionOf, signIn, startServer } from './support/signIn';
import { call } from './support/stack';

test('a user signs in at the provider, returns to the page, and signs out there', async ({ open, provider }) => {
  const user = newUser('ada');
  const page = await open('/search?q=jazz', null);
  await signIn(page, user);
  await expect(page).toHaveURL(/\/search\?q=jazz$/);
  expect(await page.evaluate(() => JSON.stringify(localStorage)), 'no token outlives the browser').not.toContain('eyJ');
  await page.reload();
  await expectSignedIn(page, user);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out here too' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/');
  expect(provider.hasSession(user)).toBe(false);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage)), 'no token is left').not.toContain('eyJ');
  await signIn(page, newUser('ben'));
});

test('sign-out revokes the refresh token, even if the user stays signed in at the provider', async ({ open, provider }) => {
  const user = newUser('ada');
  const page = await open('/', null);
  await signIn(page, user);
  expect(provider.canRenew(user)).toBe(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign out here too' })).toBeVisible();
  await expect.poll(() => provider.canRenew(user)).toBe(false);
  expect(provider.hasSession(user)).toBe(true);
});

test('a provider that can’t revoke tokens does not hinder the sign-out', async ({ open, provider }) => {
  const endpoint = `${provider.issuer}/token/revocation`;
  const metadata = `${provider.issuer}/.well-known/openid-configuration`;
  const obstacles: [string, (page: Page) => Promise<unknown>][] = [
    ['refuses the connection', async (page) => page.route(endpoint, (route) => route.abort())],
    ['answers with an error', async (page) => page.route(endpoint, (route) => route.fulfill({ status: 500 }))],
    ['never answers', async (page) => page.route(endpoint, () => undefined)],
    [
      'has no such endpoint',
      async (page) =>
        page.route(metadata, async (route) => {
          const response = await route.fetch();
          const { revocation_endpoint: _, ...json } = (await response.json()) as Record<string, unknown>;
          await route.fulfill({ response, json });
        }),
    ],
  ];
  for (const [name, apply] of obstacles) {
    await test.step(name, async () => {
      const user = newUser('ada');
      const page = await open('/', null);
      await apply(page);
      await signIn(page, user);
      const isTried = page.waitForRequest(endpoint).then(
        () => true,
        () => false,
      );
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign out here too' }).click();
      await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
      expect(provider.hasSession(user)).toBe(false);
      await page.close();
      expect(await isTried).toBe(name !== 'has no such endpoint');
    });
  }
});

test('Back from the provider leads to the page before the sign-in', async ({ open }) => {
  const page = await open('/studio', null);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Test provider' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();
  await expect(page).toHaveURL(/\/studio$/);
});

test('a user who cancels at the provider can continue as a guest or try again', async ({ open }) => {
  const page = await open('/studio', null);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('The sign-in was cancelled');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Continue without signing in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();

  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Sign in again' }).click();
  const user = newUser('ada');
  await enterName(page, user);
  await expect(page).toHaveURL(/\/studio$/);
});

test('an answer that no sign-in of this tab asked for is refused', async ({ open, stack }) => {
  const page = await open('/', null);
  const errors = ['?code=x&state=y', '?error=access_denied&error_description=Call+0800&state=y', '', '?code=x'];
  for (const query of errors) {
    await page.goto(`${stack.url}/sign-in/callback${query}`);
    await expect(page.getByRole('alert')).toContainText('This sign-in can’t be finished');
    await expect(page.getByText('0800')).toBeHidden();
  }
});

test('the sign-in is possible as soon as a provider that was away is back', async ({ open, provider }) => {
  provider.setAway(true);
  // It starts while the provider is away.
  const server = await startServer(provider);
  try {
    const page = await open(`${server.stack.url}/studio`, null);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('The sign-in service isn’t answering');
    provider.setAway(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    const user = newUser('ada');
    await enterName(page, user);
    provider.setAway(true);
    await page.reload();
    await expectSignedIn(page, user);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('You are signed out here, but maybe not at the sign-in service.')).toBeVisible();
  } finally {
    await server.stop();
  }
});

test('a clock that is ten minutes wrong changes nothing', async ({ open, provider }) => {
  for (const [user, minutes] of [[newUser('early'), 10] as const, [newUser('late'), -10] as const]) {
    const page = await open('about:blank', null);
    await page.clock.install({ time: Date.now() + minutes * 60_000 });
    await page.goto('/studio');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await enterName(page, user);
    await page.clock.runFor('20:00');
    await page.getByRole('link', { name: 'Live now', exact: true }).click();
    await expectSignedIn(page, user);
    expect(provider.renewals(user)).toBe(0);
  }
});

test('a token for another audience is refused with the service’s reason', async ({ open, provider }) => {
  provider.setAudience('https://other.test');
  const page = await open('/studio', null);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('User').fill(newUser('ada'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('alert')).toContainText('Onair doesn’t accept this sign-in');
  await expect(page.getByRole('alert')).toContainText('Your sign-in is not valid');
  expect((await sessionOf(page)).accessToken).toBeUndefined();
});

test('tabs share a sign-in, its renewal and the sign-out', async ({ open, provider, stack }) => {
  const user = newUser('ada');
  const first = await open('/', null);
  const second = await first.context().newPage();
  await second.goto('/studio');
  await signIn(first, user);
  await expectSignedIn(second, user);
  const third = await first.context().newPage();
  await third.goto('/');
  await expectSignedIn(third, user);

  const tabs = [first, second, third];
  const versions = async () => Promise.all(tabs.map(async (tab) => (await sessionOf(tab)).version));
  expect(await versions()).toEqual([1, 1, 1]);
  // All at once, as if three quarters of the lifetime had passed.
  await Promise.all(tabs.map((tab) => tab.reload()));
  await Promise.all(tabs.map((tab) => expectSignedIn(tab, user)));
  provider.setLifetime(3_600);
  await Promise.all(
    tabs.map((tab) =>
      tab.evaluate(() => {
        const now = Date.now;
        Date.now = () => now() + 46 * 60_000;
        document.dispatchEvent(new Event('visibilitychange'));
      }),
    ),
  );
  await expect.poll(versions).toEqual([2, 2, 2]);
  expect(provider.renewals(user), 'one tab renews for all').toBe(1);
  expect(provider.rejections()).toBe(0);
  expect((await call(stack, { id: user, username: user, token: (await sessionOf(second)).accessToken }, 'GET', '/api/viewer/me')).status).toBe(200);

  await first.bringToFront();
  await first.getByRole('button', { name: 'Sign out' }).click();
  for (const tab of [second, third]) await expect(tab.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
});
