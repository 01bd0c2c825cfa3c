// A creator's page, and the watch page of a creator who is offline.
import { expectAccessibleInBothSchemes } from './support/axe';
import { expect, test } from './support/journey';
import { addPastBroadcast, call } from './support/stack';

const [HOUR, DAY] = [3_600_000, 86_400_000];

test('past broadcasts are on the creator’s page, and the newest on the offline watch page', async ({ stack, creator, viewer, open }) => {
  const ada = await creator('Glazing and firing');
  const page = await open(`/watch/${ada.username}`, await viewer());
  await expect(page.getByText('Not live yet')).toBeVisible();
  await page.getByRole('link', { name: `About ${ada.username}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: ada.username })).toBeVisible();
  await expect(page.getByText('Follow them to see on your home page')).toBeVisible();

  for (let number = 1; number <= 25; number += 1) {
    await addPastBroadcast(stack, ada, { title: `Pottery ${number}`, endedMs: 3 * DAY * number, durationMs: 2 * HOUR + 600_000, peakViewers: 40 + number });
  }

  await test.step('the offline watch page says when they were last live, and how often', async () => {
    await page.goto(`/watch/${ada.username}`);
    const about = page.getByRole('region', { name: `About ${ada.username}` });
    await expect(about.getByText('Last live 3 days ago for 2 h 10 min')).toBeVisible();
    await expect(about.getByText('25 broadcasts so far')).toBeVisible();
    await expect(about.getByRole('listitem').filter({ hasText: 'Pottery' })).toHaveCount(3);
    await expectAccessibleInBothSchemes(page, 'a creator who is offline');
    await about.getByRole('link', { name: 'All past broadcasts' }).click();
  });

  const past = page.getByRole('region', { name: 'Past broadcasts' });
  await test.step('the creator’s page lists all of them', async () => {
    await expect(page).toHaveURL(new RegExp(`/user/${ada.username}$`));
    await expect(page).toHaveTitle(new RegExp(ada.username));
    await expect(past.getByText('25 broadcasts so far')).toBeVisible();
    await expect(past.getByRole('heading', { name: /^Pottery/ })).toHaveCount(20);
    await past.getByRole('button', { name: 'Show more' }).click();
    await expect(past.getByRole('heading', { name: /^Pottery/ })).toHaveCount(25);
    await expectAccessibleInBothSchemes(page, 'a creator’s page');
  });

  await test.step('each opens its summary, at an address of its own', async () => {
    const link = past.getByRole('link', { name: 'Pottery 2', exact: true });
    await link.click();
    const summary = page.getByRole('dialog', { name: 'Pottery 2' });
    await expect(summary.getByRole('definition').filter({ hasText: '42' }).first()).toBeVisible();
    await expectAccessibleInBothSchemes(page, 'the summary of a past broadcast');
    await page.reload();
    await expect(summary).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(summary).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`/user/${ada.username}$`));
    await page.goto(`/user/${ada.username}?broadcast=unknown`);
    await expect(page.getByRole('dialog', { name: 'This broadcast can’t be found' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('followers are counted and listed', async () => {
    await page.getByRole('button', { name: /^Follow/ }).click();
    await page.getByRole('link', { name: '1 follower' }).click();
    await expect(page).toHaveURL(/\/followers$/);
    await page.getByRole('link', { name: 'Creator', exact: true }).click();
    await expect(page.getByRole('link', { name: 'follows 0 people' })).toBeVisible();
  });

  await test.step('while they are live, the page shows the broadcast', async () => {
    await call(stack, ada, 'POST', '/api/stream/go-live');
    await page.goto('/');
    await page.getByRole('region', { name: 'Live now' }).getByRole('link', { name: ada.username, exact: true }).click();
    await expect(page.getByRole('link', { name: 'Live Watch now' })).toBeVisible();
    await page.getByRole('region', { name: 'Live now' }).getByRole('link', { name: 'Glazing and firing' }).click();
    await expect(page).toHaveURL(new RegExp(`/watch/${ada.username}$`));
  });

  await page.goto('/user/nobody-at-all');
  await expect(page.getByRole('heading', { name: /There is no user called/ })).toBeVisible();
});
