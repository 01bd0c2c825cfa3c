// Every page with the longest, widest and highest texts, at every size, in light and dark mode.
import { log } from './support/chat';
import { fillChat, hostilePerson, hostileTexts } from './support/hostile';
import { expect, test } from './support/journey';
import { expectIntactLayout } from './support/layout';
import { expectMovingPicture } from './support/media';
import { addPastBroadcast, apply, approve, block, call, type Person, type Stack } from './support/stack';
import { endBroadcast, startBroadcast, expectPreview } from './support/studio';

async function hostileCreator(stack: Stack, number: number): Promise<Person> {
  const creator = await hostilePerson(stack, number);
  await apply(stack, creator);
  await approve(stack, creator);
  const [title, description] = [hostileTexts(200)[number % 6], hostileTexts(2_000)[number % 6]];
  const { status } = await call(stack, creator, 'POST', '/api/stream/setup', { title, description });
  if (status !== 201) throw new Error(`a stream is refused: ${status}`);
  return creator;
}

async function several<T>(count: number, make: (number: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, async (_, number) => make(number)));
}

test('the layout of watch page and studio stays intact', async ({ stack, open }) => {
  const ada = await hostileCreator(stack, 0);
  const people = await several(12, async (number) => hostilePerson(stack, number));
  const studio = await open('/studio', ada);
  await expectPreview(studio);
  await expectIntactLayout(studio, 'the preview');
  await startBroadcast(studio);
  await fillChat(stack, ada, people);

  const page = await open(`/watch/${ada.username}`, people[1] ?? null);
  const guest = await open(`/watch/${ada.username}`, null, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await expectMovingPicture(page.getByLabel('Live video'));
  await expect.poll(() => log(page).getByRole('listitem').count()).toBeGreaterThanOrEqual(50);
  await expectIntactLayout(page, 'watching');
  await expectMovingPicture(guest.getByLabel('Live video'));
  await guest.getByRole('button', { name: 'Change name' }).click();
  await expectIntactLayout(guest, 'watching on a phone, as a guest');

  await log(studio).getByRole('button', { name: /^Options for/ }).last().click();
  await expectIntactLayout(studio, 'the studio on air');
  await studio.getByRole('tab', { name: 'Viewers' }).click();
  await expect(studio.getByRole('list', { name: 'Viewers' }).getByRole('listitem')).toHaveCount(2);
  await studio.getByRole('list', { name: 'Viewers' }).getByRole('button', { name: /^Block/ }).click();
  await expectIntactLayout(studio, 'asking before somebody is blocked');
  await studio.keyboard.press('Escape');
  await endBroadcast(studio);
  await expectIntactLayout(studio, 'the studio after a broadcast');
  await expect(page.getByText('Just ended:')).toBeVisible();
  await expectIntactLayout(page, 'a stream that has just ended');
});

/** Creators who are live, and follow the first one and are followed by the first one. */
async function creatorsAround(stack: Stack): Promise<[Person, Person]> {
  const creators = await several(6, async (number) => hostileCreator(stack, number));
  const [ada, ben] = creators as [Person, Person];
  for (const creator of creators.slice(1)) {
    await call(stack, creator, 'POST', '/api/stream/go-live');
    await call(stack, creator, 'POST', `/api/social/follow/${ada.id}`);
    await call(stack, ada, 'POST', `/api/social/follow/${creator.id}`);
  }
  return [ada, ben];
}

test('the layout of home page and search results stays intact', async ({ stack, open }) => {
  const [ada] = await creatorsAround(stack);
  const page = await open('/', ada);
  await expect(page.getByRole('region', { name: 'Creators you follow' }).getByRole('listitem').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Live now' }).getByRole('listitem').first()).toBeVisible();
  await expectIntactLayout(page, 'home');
  await page.goto(`/search?q=${'W'.repeat(100)}`);
  await expect(page.getByRole('list', { name: 'Results' })).toBeVisible();
  await expectIntactLayout(page, 'results');
  await page.goto(`/search?q=${'x'.repeat(50)}%20${'q'.repeat(49)}`);
  await expect(page.getByText(/^Nothing found/)).toBeVisible();
  await expectIntactLayout(page, 'no results');
});

test('the layout of user lists stays intact', async ({ stack, open }) => {
  const [ada, ben] = await creatorsAround(stack);
  const page = await open(`/user/${ada.username}/followers`, ada);
  await expect(page.getByRole('list', { name: 'Followers' })).toBeVisible();
  await expectIntactLayout(page, 'followers');
  await page.getByRole('link', { name: 'Following' }).click();
  await expect(page.getByRole('list', { name: 'Following' })).toBeVisible();
  await expectIntactLayout(page, 'following');
  for (const title of hostileTexts(200)) await addPastBroadcast(stack, ada, { title, endedMs: 60_000, durationMs: 90_000_000, peakViewers: 1_000_000 });
  await page.getByRole('link', { name: 'Creator', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Past broadcasts' })).toBeVisible();
  await expectIntactLayout(page, 'a creator’s page');
  await block(stack, ada, ben);
  await page.goto('/blocked');
  await expect(page.getByRole('list', { name: 'Blocked' })).toBeVisible();
  await expectIntactLayout(page, 'blocked');
  await page.goto(`/watch/${ada.username}`);
  await expect(page.getByText('This is your own stream')).toBeVisible();
  await expectIntactLayout(page, 'the own stream');
});

test('the layout of a guest’s pages stays intact', async ({ stack, open }) => {
  const ada = await hostileCreator(stack, 0);
  const guest = await open(`/watch/${ada.username}`, null);
  await expect(guest.getByText(/ is offline$/)).toBeVisible();
  await expectIntactLayout(guest, 'a stream that is offline');
  await guest.goto('/sign-in');
  await expect(guest.getByRole('button', { name: 'vera' })).toBeVisible();
  await expectIntactLayout(guest, 'sign-in');
  await guest.goto(`/watch/${'n'.repeat(100)}`);
  await expect(guest.getByText(/There is no user called/)).toBeVisible();
  await expectIntactLayout(guest, 'nobody');
  await guest.goto(`/${'n'.repeat(200)}`);
  await expect(guest.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expectIntactLayout(guest, 'not found');
  await guest.addInitScript(() => {
    Object.defineProperty(document, 'title', {
      set: (title) => {
        if (title === 'Onair') throw new Error('made for a journey');
      },
      get: () => 'Broken',
    });
  });
  await guest.goto('/');
  await expect(guest.getByRole('heading', { name: 'Something went wrong' })).toBeVisible();
  await expectIntactLayout(guest, 'a page that has broken');
});

/** Users with pending applications. */
async function applicants(stack: Stack): Promise<[Person, Person]> {
  const people = await several(6, async (number) => hostilePerson(stack, number));
  for (const [number, person] of people.entries()) {
    await call(stack, person, 'POST', '/api/creator/application', { about: hostileTexts(2_000)[number] });
  }
  return people as [Person, Person];
}

test('the layout of an application stays intact', async ({ stack, open }) => {
  const admin = await hostilePerson(stack, 5, ['admin']);
  const [cleo, dora] = await applicants(stack);
  await call(stack, admin, 'POST', `/api/admin/creator-applications/${cleo.id}/reject`, { reason: hostileTexts(500)[0] });
  const page = await open('/apply', cleo);
  await expect(page.getByRole('heading', { name: 'Your application was rejected' })).toBeVisible();
  await expectIntactLayout(page, 'an application');
  await approve(stack, dora);
  await page.context().close();
  const studio = await open('/studio', dora);
  await expect(studio.getByRole('heading', { name: 'Set up your stream' })).toBeVisible();
  await studio.getByLabel('Title').fill('W'.repeat(201));
  await studio.getByRole('button', { name: 'Save and continue' }).click();
  await expect(studio.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true');
  await expectIntactLayout(studio, 'setting up');
});

test('the layout of the admin area stays intact', async ({ stack, open }) => {
  const admin = await hostilePerson(stack, 5, ['admin']);
  const [cleo] = await applicants(stack);
  const live = await hostileCreator(stack, 3);
  await call(stack, live, 'POST', '/api/stream/go-live');
  const adminPage = await open('/admin', admin);
  await expect(adminPage.getByRole('article').first()).toBeVisible();
  await expectIntactLayout(adminPage, 'applications');
  await adminPage.getByRole('button', { name: /^Reject ./ }).first().click();
  await adminPage.getByLabel('Reason').fill('W'.repeat(501));
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await expectIntactLayout(adminPage, 'asking an admin for a reason');
  await adminPage.keyboard.press('Escape');
  await adminPage.getByRole('link', { name: 'Live streams' }).click();
  await expect(adminPage.getByRole('article').first()).toBeVisible();
  await expectIntactLayout(adminPage, 'live streams');
  await call(stack, admin, 'POST', `/api/admin/users/${cleo.id}/suspend`, { reason: hostileTexts(500)[1] });
  await adminPage.getByRole('link', { name: 'Users' }).click();
  await expect(adminPage.getByRole('article').first()).toBeVisible();
  await expectIntactLayout(adminPage, 'users');
  await adminPage.getByRole('link', { name: 'Audit log' }).click();
  await expect(adminPage.getByRole('article').first()).toBeVisible();
  await expectIntactLayout(adminPage, 'the audit log');
  const suspended = await open('/', cleo);
  await expect(suspended.getByRole('alert', { name: 'Your account is suspended' })).toBeVisible();
  await expectIntactLayout(suspended, 'a suspended account');
});
