// Pages that are left leave nothing behind.
import type { Page } from '@playwright/test';
import { says, sees } from './support/chat';
import { openEventStreams } from './support/eventStreams';
import { added, countHeld } from './support/held';
import { expect, test } from './support/journey';
import { ends, goesLive, seesThePreview } from './support/studio';

const VISITS = 20;

test('twenty visits to a watch page and to the studio hold no more than two', async ({ creator, open }) => {
  const [ada, ben] = [await creator('Worth watching'), await creator()];
  await goesLive(await open('/studio', ada));
  const page = await open('about:blank', ben);
  const held = await countHeld(page);
  const eventStreams = openEventStreams(page.context());
  // Not the home page, which shows whoever else is live.
  await page.goto('/blocked');

  let said = 0;
  const visit = async (isLong: boolean) => {
    await page.getByRole('link', { name: 'Live now', exact: true }).click();
    await page.getByRole('link', { name: 'Worth watching' }).click();
    await page.waitForURL('**/watch/*');
    if (isLong) {
      await expect(page.getByLabel('Live video')).toBeVisible();
      said += 1;
      await says(page, `Hello ${said}`);
      await sees(page, `Hello ${said}`);
    }
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    if (isLong) await seesThePreview(page);
    await leaves(page);
  };
  const visitsAll = async () => {
    await visit(true);
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    await goesLive(page);
    await ends(page);
    await leaves(page);
    await visit(false);
  };

  await visitsAll();
  const afterTwo = await held();
  for (let visits = 2; visits < VISITS - 2; visits += 1) await visit(visits % 3 === 0);
  await visitsAll();
  // Fewer are no leak: what the first visits left may have been on its way out when it was counted.
  const more = async () => Object.entries(added(afterTwo, await held())).filter(([what, count]) => what !== 'listeners' && count > 0);
  await expect.poll(more, { message: 'what was added' }).toEqual([]);
  const { listeners } = added(afterTwo, await held());
  expect(listeners, 'a few of rooms that wait for the next visit, never one for each visit').toBeLessThan(VISITS / 2);
  expect(afterTwo).toMatchObject({ documents: 1, peerConnections: 0, audioContexts: 0 });
  expect(eventStreams.size, 'event streams that are still open').toBe(0);
});

async function leaves(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('link', { name: 'People you blocked' }).click();
  await expect(page.getByRole('heading', { name: 'People you blocked' })).toBeVisible();
}
