// The session of a user who signed in at Keycloak: renewal, changed keys, sign-out and refused tokens.
import { expect, test } from '../support/keycloakJourney';
import { AUDIENCE, CLIENT_ID, enterPassword, expectPasswordAsked, fetchTokens, signInAtKeycloak } from '../support/keycloak';
import { expectMovingPicture } from '../support/media';
import { expectSignedIn, makeCreator, newUser, sessionOf, startServer } from '../support/signIn';
import { call, type Stack } from '../support/stack';
import { endBroadcast, expectOnAir, startBroadcast } from '../support/studio';

async function statusOf(stack: Stack, token: string): Promise<number> {
  return (await call(stack, { id: '', username: '', token }, 'GET', '/api/viewer/me')).status;
}

function partOf<Part>(token: string, index: number): Part {
  return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Part;
}

test('short-lived tokens are renewed while a creator is live', async ({ open, realm, stack }) => {
  await realm.changeSettings({ accessTokenLifespan: 10 });
  const user = newUser('ada');
  await realm.createUser(user);
  const page = await open('/', null);
  await signInAtKeycloak(page, user);
  await makeCreator(stack, page);
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await startBroadcast(page);
  const viewer = await open(`/watch/${user}`, null);
  const { version } = await sessionOf(page);
  await expect.poll(async () => (await sessionOf(page)).version, { timeout: 60_000 }).toBeGreaterThanOrEqual(version + 3);
  await expectOnAir(page);
  await expectMovingPicture(viewer.getByLabel('Live video'));
  await endBroadcast(page);
});

test('a new key of Keycloak is accepted without a restart', async ({ open, realm, stack }) => {
  const user = newUser('ada');
  await realm.createUser(user);
  const page = await open('/', null);
  await page.clock.install();
  await signInAtKeycloak(page, user);
  const before = await sessionOf(page);
  await realm.addKey();
  await page.clock.fastForward('05:00');
  await expect.poll(async () => (await sessionOf(page)).version).toBe(before.version + 1);
  const after = await sessionOf(page);
  const keyOf = (token: string) => partOf<{ kid: string }>(token, 0).kid;
  expect(keyOf(after.accessToken)).not.toBe(keyOf(before.accessToken));
  // The service fetches keys at most once in 30 seconds.
  await expect.poll(async () => statusOf(stack, after.accessToken), { timeout: 90_000 }).toBe(200);
  expect(await statusOf(stack, before.accessToken), 'Keycloak still publishes the older key').toBe(200);
});

test('sign-out ends the session at Keycloak, and its tokens', async ({ open, realm, stack }) => {
  const user = newUser('vera');
  await realm.createUser(user);
  const page = await open('/', null);
  await signInAtKeycloak(page, user);
  const { refreshToken } = await sessionOf(page);
  // Until then, Keycloak does not ask again.
  const tab = await page.context().newPage();
  await page.close();
  await tab.goto(stack.url);
  await tab.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  await expectSignedIn(tab, user);
  const returned = tab.waitForRequest((request) => request.isNavigationRequest() && request.redirectedFrom()?.url().startsWith(realm.issuer) === true);
  await tab.getByRole('button', { name: 'Sign out' }).click();
  expect((await returned).url()).toBe(`${stack.url}/`);
  const renewal = { grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: refreshToken };
  expect(await fetchTokens(realm.issuer, renewal)).toMatchObject({ error: 'invalid_grant' });
  await tab.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  await expectPasswordAsked(tab);
});

test('an access token without the audience is refused', async ({ open, realm }) => {
  const user = newUser('vera');
  await realm.createUser(user);
  await realm.removeAudienceMapper();
  const page = await open('/studio', null);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await enterPassword(page, user);
  await expect(page.getByRole('alert')).toContainText('Onair doesn’t accept this sign-in');
  await expect(page.getByRole('alert')).toContainText('Your sign-in is not valid');
  expect((await sessionOf(page)).accessToken).toBeUndefined();
});

test('an ID token is no bearer token, even if it names the audience', async ({ open, realm, stack }) => {
  const user = newUser('vera');
  await realm.createUser(user);
  const page = await open('/', null);
  await signInAtKeycloak(page, user);
  const { accessToken, idToken } = await sessionOf(page);
  expect(partOf<{ aud: string[] }>(accessToken, 1).aud).toContain(AUDIENCE);
  expect(partOf<{ aud: string }>(idToken, 1).aud).toBe(CLIENT_ID);
  expect(await statusOf(stack, accessToken)).toBe(200);
  expect(await statusOf(stack, idToken)).toBe(401);
  const lenient = await startServer(realm, { OIDC_AUDIENCE: CLIENT_ID });
  try {
    expect(await statusOf(lenient.stack, idToken)).toBe(401);
  } finally {
    await lenient.stop();
  }
});
