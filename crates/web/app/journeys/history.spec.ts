// The statistics of ended broadcasts, for the viewer and the creator.
import type { Locator } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothSchemes } from './support/axe';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { revokeAsAdmin, stopAsAdmin } from './support/stack';
import { endBroadcast, expectOnAir, expectPreview, openTab, startBroadcast } from './support/studio';

const SUMMARY = 'Broadcast summary';

async function expectFigure(place: Locator, label: string, value: string | RegExp): Promise<void> {
  // A term and its definition, as screen readers pair them.
  const figure = place.locator('dl > div').filter({ has: place.page().getByRole('term').filter({ hasText: label }) });
  await expect(figure.getByRole('definition')).toHaveText(value);
}

test('an ended broadcast shows its statistics to the viewer and the creator', async ({ creator, viewer, open }) => {
  const ada = await creator('Pottery');
  const studio = await open('/studio', ada);
  await expectPreview(studio);
  await openTab(studio, 'Past broadcasts');
  const past = studio.getByRole('region', { name: 'Past broadcasts' });
  await expect(past.getByText('None yet.')).toBeVisible();

  await startBroadcast(studio);
  await expect(past).toHaveCount(0);
  const screen = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const watching = await open(`/watch/${ada.username}`, await viewer(), screen);
  await expectMovingPicture(watching.getByLabel('Live video'));
  await expect(studio.getByText('1 viewer', { exact: true })).toBeVisible();
  await endBroadcast(studio);

  await test.step('the viewer sees the summary', async () => {
    await expect(watching.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: 2_000 });
    const summary = watching.getByRole('region', { name: SUMMARY });
    await expect(summary.getByText('Pottery')).toBeVisible();
    await expectFigure(summary, 'Duration', /^\d+ (s|min)$/);
    await expectFigure(summary, 'Peak viewers', '1');
    await expectFigure(summary, 'Total viewers', '1');
    await expect(summary.getByText('Messages')).toHaveCount(0);
    await expectAccessible(watching);
  });

  await test.step('the creator sees the same statistics in the notice and in the list', async () => {
    const notice = studio.getByRole('status', { name: 'Your broadcast has ended' });
    await expectFigure(notice, 'Total viewers', '1');
    await expect(notice.getByRole('figure', { name: 'Viewers over time' }).getByText(/^Most viewers, 1, at /).first()).toBeAttached();
    await expect(studio.getByRole('button', { name: 'Go live again' })).toBeEnabled();
    const row = past.getByRole('listitem').filter({ has: studio.getByRole('heading', { name: 'Pottery' }) });
    await expectFigure(row, 'Peak viewers', '1');
    await expect(past.getByRole('listitem')).toHaveCount(1);
    await expectAccessible(studio);
  });

  await test.step('the public summary has a chart of the viewers, which the arrow keys read', async () => {
    const page = await open(`/user/${ada.username}`, null);
    await page.getByRole('link', { name: 'Pottery' }).click();
    const chart = page.getByRole('dialog', { name: 'Pottery' }).getByRole('figure', { name: 'Viewers over time' });
    const reader = chart.getByRole('slider', { name: 'Time in the broadcast' });
    await expect(reader).toHaveAttribute('aria-valuetext', /^1 viewer at /);
    await reader.press('End');
    await expect(reader).toHaveValue('100');
    await expect(reader).toHaveAttribute('aria-valuetext', /^\d viewers? at /);
    await expectAccessibleInBothSchemes(page, 'the viewers of a broadcast');
    await page.context().close();
  });

  await test.step('the next broadcast replaces the summary', async () => {
    await startBroadcast(studio);
    await expectMovingPicture(watching.getByLabel('Live video'));
    await expect(watching.getByRole('region', { name: SUMMARY })).toHaveCount(0);
  });

  await test.step('a later visitor sees no summary', async () => {
    await endBroadcast(studio);
    await expect(past.getByRole('listitem')).toHaveCount(2);
    const late = await open(`/watch/${ada.username}`, null);
    await expect(late.getByText(`${ada.username} is offline`)).toBeVisible();
    await expect(late.getByRole('region', { name: SUMMARY })).toHaveCount(0);
  });
});

test('a stop by an admin is explained to the creator', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  await stopAsAdmin(stack, ada, 'For a journey');
  await expect(guest.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: 2_000 });
  const notice = studio.getByRole('alert', { name: 'Your broadcast has ended' });
  await expect(notice.getByText('An admin of this site stopped it.')).toBeVisible();
  await expect(studio.getByText('On air', { exact: true })).toHaveCount(0);
  await openTab(studio, 'Past broadcasts');
  await expect(studio.getByRole('listitem').filter({ hasText: 'Stopped by an admin' })).toBeVisible();
  await expectAccessible(studio);

  await startBroadcast(studio);
  await expect(notice).toHaveCount(0);
});

test('revoking the approval ends the creator’s broadcast with an explanation', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  await revokeAsAdmin(stack, ada, 'For a journey');
  await expect(studio.getByRole('heading', { name: 'Your approval was revoked' })).toBeVisible();
  await expect(studio.getByRole('button', { name: 'Go live' })).toHaveCount(0);
});

test('a sign-in that expires during a broadcast doesn’t end it', async ({ creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  const body = { success: false, error: 'The token is expired.', code: 'INVALID_TOKEN' };
  await studio.route('**/api/**', (route) => route.fulfill({ status: 401, json: body }));
  await studio.getByRole('switch', { name: 'Delay messages' }).click();
  await expect(studio.getByRole('alert', { name: 'Your sign-in has expired' })).toBeVisible();
  await expectOnAir(studio);
  await expectMovingPicture(guest.getByLabel('Live video'));

  await studio.getByRole('button', { name: 'End stream' }).click();
  await studio.getByRole('alertdialog').getByRole('button', { name: 'End stream' }).click();
  await expect(studio.getByRole('heading', { name: 'Sign in to open your studio' })).toBeVisible();
  await expect(guest.getByText('The creator lost the connection.')).toBeVisible();
});
