// Keyboard and screen reader use: the focus is never lost.
import { log, post } from './support/chat';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { expectPreview } from './support/studio';

test('the focus is kept during navigation, and changes are announced', async ({ stack, creator, viewer, open }) => {
  const ada = await creator('By keyboard');
  const studio = await open('/studio', ada);
  await expectPreview(studio);
  await studio.getByRole('button', { name: 'Go live' }).press('Enter');
  await expect(studio.getByRole('status').getByText('You are on air.')).toBeAttached();
  await expect(studio.getByRole('group', { name: 'Broadcast' })).toBeFocused();

  const vera = await viewer();
  const page = await open('/', vera);
  const card = page.getByRole('link', { name: 'By keyboard' });
  await card.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: `${ada.username}` })).toBeAttached();
  await page.goBack();
  await expect(card).toBeFocused();
  await page.goForward();
  await expect(page.getByRole('main')).toBeFocused();
  await expectMovingPicture(page.getByLabel('Live video'));

  // Enough to fill the list, by several users because of the rate limit.
  for (const who of [ada, vera, await viewer(), await viewer(), await viewer()]) {
    for (let line = 0; line < 5; line += 1) expect((await post(stack, who, ada.id, `A line ${line} `.repeat(12))).status).toBe(201);
  }
  await expect(log(page).getByRole('listitem')).toHaveCount(25);
  await log(page).evaluate((element) => element.scrollTo({ top: 0 }));
  const late = await viewer();
  await post(stack, late, ada.id, 'The newest');
  const fresh = page.getByRole('status').getByRole('button', { name: '1 new message' });
  await expect(log(page).getByText('The newest')).not.toBeInViewport();
  await fresh.press('Enter');
  await expect(log(page).getByText('The newest')).toBeInViewport();
  await expect(fresh).toBeHidden();
});
