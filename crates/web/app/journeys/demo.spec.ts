// What a new user of the demo sees.
import { startBots, type Bots } from './support/demo';
import { expect, test } from './support/journey';
import { expectMovingPicture, expectSound } from './support/media';

const NAMES = ['Mira', 'Otto'];

const testWithBots = test.extend<{ bots: Bots }>({
  bots: async ({ stack }, provide) => {
    const bots = startBots(['--url', stack.url, '--speed', '10', '--viewers', '2', '--guests', '1']);
    await provide(bots);
    await bots.stop();
  },
});

testWithBots('the home page of the demo is alive: two creators on air with viewers and chat', async ({ bots, open }) => {
  const newcomer = await open('/', null);
  for (const name of NAMES) {
    const card = newcomer.getByRole('article').filter({ hasText: name });
    await expect(card.getByText('Live', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(card.getByText('3 viewers')).toBeVisible({ timeout: 60_000 });
  }
  await newcomer.getByRole('link', { name: 'Will it ever hit the corner?' }).click();
  await expectMovingPicture(newcomer.getByLabel('Live video'));
  await expectSound(newcomer);

  const chat = newcomer.getByRole('log', { name: 'Chat' });
  await expect(chat).toHaveText(/\S/);
  const before = await chat.innerText();
  await expect.poll(async () => chat.innerText(), { message: 'the chat continues' }).not.toBe(before);

  // Stopping the demo ends its broadcasts.
  expect(await bots.stop()).toBe(0);
  await expect(newcomer.getByText('Otto is offline')).toBeVisible();
});
