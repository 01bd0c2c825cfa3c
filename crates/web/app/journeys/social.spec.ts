// Following, followers and blocks.
import { expectAccessible } from './support/axe';
import { expect, test } from './support/journey';
import { block, call } from './support/stack';

test('a viewer follows a creator, finds them on the home page, and unfollows', async ({ creator, viewer, open }) => {
  const ada = await creator('Worth following');
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  const button = page.getByRole('button', { name: new RegExp(`^Follow(ing)? ${ada.username}`) });
  await expect(page.getByRole('link', { name: '0 followers' })).toBeVisible();
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('link', { name: '1 follower' })).toBeVisible();

  await page.getByRole('link', { name: 'Live now', exact: true }).click();
  const followed = page.getByRole('region', { name: 'Creators you follow' });
  await expect(followed.getByText('Worth following')).toBeVisible();

  await page.goto(`/user/${ada.username}/followers`);
  await expect(page.getByRole('list', { name: 'Followers' }).getByText(vera.username).first()).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/watch/${ada.username}`);
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await button.click();
  await expect(page.getByRole('link', { name: '0 followers' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'Live now' }).getByRole('heading').first()).toBeVisible();
  await expect(followed).toHaveCount(0);
});

test('a guest who follows is asked to sign in, and an unknown user has no follower page', async ({ creator, open }) => {
  const ada = await creator();
  const guest = await open(`/watch/${ada.username}`, null);
  await guest.getByRole('link', { name: 'Follow', exact: true }).click();
  await expect(guest).toHaveURL(new RegExp(`/sign-in\\?next=.*${ada.username}`));
  await guest.goto('/user/nobody-at-all/followers');
  await expect(guest.getByRole('heading', { name: 'Creator not found' })).toBeVisible();
});

test('a blocked user is listed until unblocked', async ({ stack, creator, viewer, open }) => {
  const [ada, vera] = [await creator(), await viewer()];
  await block(stack, ada, vera);
  const page = await open('/', ada);
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('link', { name: 'People you blocked' }).click();
  await page.getByRole('button', { name: `Unblock ${vera.username}` }).click();
  await expect(page.getByText('Nobody. You can block people')).toBeVisible();
  await expectAccessible(page);
  const { status } = await call(stack, vera, 'POST', `/api/social/follow/${ada.id}`);
  expect(status).toBe(200);
});
