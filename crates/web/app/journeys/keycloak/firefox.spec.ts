// Sign-in at Keycloak in Firefox.
import { test as base } from '../support/keycloakJourney';
import { FirefoxPage, startFirefox } from '../support/firefox';
import { PASSWORD } from '../support/keycloak';
import { newUser } from '../support/signIn';

const test = base.extend<{ openInFirefox: (path: string) => Promise<FirefoxPage> }>({
  openInFirefox: async ({ stack }, provide) => {
    const firefox = await startFirefox();
    await provide(async (path) => FirefoxPage.open(firefox, stack, path, null));
    await firefox.close();
  },
});

test('a user signs in and out in Firefox', async ({ openInFirefox, realm }) => {
  const user = newUser('vera');
  await realm.createUser(user);
  const page = await openInFirefox('/apply');
  await page.follow('Sign in');
  await page.fill('#username', user);
  await page.fill('#password', PASSWORD);
  await page.click('#kc-login');
  await page.expectText('About you');
  await page.expectText(user);
  await page.press('Sign out');
  await page.expectText('Live streams');
  await page.follow('Sign in');
  // Keycloak asks for the password again.
  await page.fill('#password', PASSWORD);
});
