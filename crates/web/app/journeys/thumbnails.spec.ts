// The picture of a broadcast: sent with the creator's consent only, and shown on the home page until the end.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { expect, test } from './support/journey';
import { endBroadcast, expectOnAir, expectPreview } from './support/studio';

const isPut = (one: { url: () => string; method: () => string }) => one.method() === 'PUT' && new URL(one.url()).pathname === '/api/stream/thumbnail';

/** Resolves when the studio has sent the next picture. */
async function nextPicture(studio: Page): Promise<void> {
  const answer = await studio.waitForResponse((response) => isPut(response.request()));
  expect(answer.status()).toBe(200);
}

test('with the creator’s consent, the home page shows a picture of the broadcast', async ({ stack, creator, open }) => {
  const ada = await creator('Pictures at an exhibition');
  const studio = await open('/studio', ada);
  let sent = 0;
  studio.on('request', (request) => (sent += isPut(request) ? 1 : 0));
  const question = studio.getByRole('region', { name: 'Show a preview picture of your broadcasts?' });
  const consent = studio.getByRole('switch', { name: 'Show a preview picture' });
  await expectPreview(studio);
  await expect(question).toBeVisible();
  await expect(consent).not.toBeChecked();
  await expectAccessible(studio, 'the question about the picture');

  const home = await open('/', null);
  const card = home.getByRole('article').filter({ hasText: 'Pictures at an exhibition' });
  const picture = card.getByRole('img', { name: /^Picture of the broadcast by/ });
  const address = async () => picture.getAttribute('src');

  await test.step('a creator may go live without an answer, and then no picture is sent', async () => {
    await studio.getByRole('button', { name: 'Go live' }).click();
    await expectOnAir(studio);
    await expect(question).toHaveCount(0);
    await expect(card).toBeVisible();
    await expect(picture).toHaveCount(0);
    expect(sent).toBe(0);
  });

  await test.step('with consent the home page shows a picture', async () => {
    const next = nextPicture(studio);
    await consent.check();
    await next;
    await expect(picture).toBeVisible();
    await expect.poll(async () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    await expectAccessible(home, 'a card with a picture');
    expect(sent).toBe(1);
  });

  const first = await address();
  await test.step('another source makes another picture, at another address', async () => {
    const next = nextPicture(studio);
    await studio.getByRole('button', { name: 'Share the screen' }).click();
    await next;
    await expect.poll(address).not.toBe(first);
    await expect(picture).toBeVisible();
  });

  const status = async (path: string | null) => (await fetch(stack.url + path, { headers: { connection: 'close' } })).status;
  const last = await address();
  expect(await status(last)).toBe(200);
  await test.step('without consent the picture is removed at once', async () => {
    await consent.uncheck();
    await expect.poll(async () => status(last)).toBe(404);
    await expect(picture).toHaveCount(0);
    await expect(card).toBeVisible();
  });

  await test.step('the end of the broadcast removes picture and card', async () => {
    const next = nextPicture(studio);
    await consent.check();
    await next;
    await expect(picture).toBeVisible();
    const shown = await address();
    await endBroadcast(studio);
    await expect.poll(async () => status(shown)).toBe(404);
    await expect(card).toHaveCount(0);
    await studio.reload();
    await expectPreview(studio);
    await expect(question).toHaveCount(0);
    await expect(consent).toBeChecked();
  });
});
