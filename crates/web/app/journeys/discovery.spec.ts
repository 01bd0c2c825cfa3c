// Finding streams: fuzzy search, and a list that stays stable while it is read.
import { expectAccessible } from './support/axe';
import { expect, test } from './support/journey';
import { call } from './support/stack';

test('the search tolerates a typo in title, username and name', async ({ creator, open }) => {
  const ada = await creator('Watercolour mountains at night');
  const page = await open('/', null);
  const field = page.getByRole('searchbox', { name: 'Search streams and creators' });
  await field.fill('watercolor montains');
  await field.press('Enter');
  await expect(page.getByText('Watercolour mountains at night').first()).toBeVisible();
  await expectAccessible(page);
  // The results page searches while typing.
  const [first = '', ...rest] = ada.username;
  await field.fill(`${first}x${rest.slice(1).join('')}`);
  await expect(page.getByText('Watercolour mountains at night').first()).toBeVisible();
  await field.fill('xyzzy plugh qwertz');
  await expect(page.getByText(/Nothing found/).first()).toBeVisible();
  await field.fill('x'.repeat(101));
  await expect(page.getByText('At most 100 characters: this is 1 too long.')).toBeVisible();
});

test('paging lists each stream once', async ({ stack, creator, open }) => {
  const titles = new Set<string>();
  for (let number = 10; number < 35; number += 1) {
    const who = await creator(`Paged ${number}`);
    await call(stack, who, 'POST', '/api/stream/go-live');
    titles.add(`Paged ${number}`);
  }
  const page = await open('/', null);
  const more = page.getByRole('button', { name: 'Show more' });
  const live = page.getByRole('region', { name: 'Live now' });
  await expect(more).toBeVisible();
  while (await more.isVisible()) {
    const before = await live.getByRole('listitem').count();
    await more.click();
    await expect.poll(() => live.getByRole('listitem').count()).toBeGreaterThan(before);
  }
  const listedTitles = (await live.getByText(/^Paged \d+$/).allTextContents()).filter((title) => titles.has(title));
  expect(listedTitles.length).toBe(new Set(listedTitles).size);
  expect(new Set(listedTitles)).toEqual(titles);

  // Going back restores the list and the scroll position, even if the service doesn't respond.
  await live.getByRole('link').nth(12).scrollIntoViewIfNeeded();
  const [place, count] = [await page.evaluate(() => window.scrollY), await live.getByRole('listitem').count()];
  expect(place).toBeGreaterThan(0);
  await live.getByRole('link').nth(12).click();
  await expect(page).toHaveURL(/\/watch\//);
  await page.route('**/api/viewer/live?*', () => undefined);
  await page.goBack();
  await expect(live.getByRole('listitem')).toHaveCount(count);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(place);
});
