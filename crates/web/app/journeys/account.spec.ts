// Signing in and out.
import { expect, test } from './support/journey';

test('a demo user signs in with the development login and returns to the previous page', async ({ open }) => {
  const page = await open('/studio', null);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByText('Development login.')).toBeVisible();
  await page.getByRole('button', { name: 'cleo' }).click();
  await expect(page.getByRole('heading', { name: 'Your application is being reviewed' })).toBeVisible();
  await expect(page).toHaveURL(/\/studio$/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();
});

test('a rejected token signs the user out', async ({ stack, open }) => {
  const page = await open('/studio', { id: 'x', username: 'x', token: 'not.a.token' });
  await expect(page.getByText('Your sign-in has expired')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('onair.token')), stack.url).toBeNull();
});
