// The media server dies in the midst of a broadcast and is started again. A stack of its own, as it is broken.
import { expect, signedIn, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { startOwnStack } from './support/ownStack';
import { apply, approve, call, introduce, somebody } from './support/stack';
import { goesLive, isOnAir } from './support/studio';

test.setTimeout(240_000);

/** What viewers are promised once the media server is back. */
const BACK_WITHIN = { timeout: 15_000 };

for (const outage of ['is over at once', 'outlasts all attempts'] as const) {
  test(`everybody comes back by themselves after a crash of LiveKit that ${outage}`, async ({ browser }) => {
    const { stack, stop, killLiveKit } = await startOwnStack();
    const theirs = await browser.newContext({ baseURL: stack.url });
    const contexts = [theirs];
    try {
      const ada = somebody(stack, 'creator');
      await introduce(stack, ada);
      await apply(stack, ada);
      await approve(stack, ada);
      await call(stack, ada, 'POST', '/api/stream/setup', { title: 'A crash' });
      const own = await browser.newContext({ baseURL: stack.url, ...signedIn(stack, ada) });
      contexts.push(own);
      const studio = await own.newPage();
      await studio.goto('/studio');
      await goesLive(studio);
      const guest = await theirs.newPage();
      await guest.goto(`/watch/${ada.username}`);
      await expectMovingPicture(guest.getByLabel('Live video'));
      // It stands still until the page has noticed; the one that comes after it is another.
      await guest.getByLabel('Live video').evaluate((video) => video.setAttribute('data-before', ''));
      const { body: before } = await call(stack, ada, 'GET', '/api/stream/status');

      const startAgain = killLiveKit();
      if (outage === 'outlasts all attempts') {
        await expect(studio.getByRole('alert').filter({ hasText: 'You are not on air' })).toBeVisible({ timeout: 90_000 });
        await expect(guest.getByText('The stream can’t be played right now')).toBeVisible({ timeout: 90_000 });
      }
      startAgain();
      await expect(guest.locator('video:not([data-before])')).toBeVisible(BACK_WITHIN);
      await expectMovingPicture(guest.getByLabel('Live video'));
      await isOnAir(studio);
      const { body: after } = await call(stack, ada, 'GET', '/api/stream/status');
      expect(after.data).toMatchObject({ isLive: true, startedAt: before.data?.startedAt });
    } finally {
      await Promise.all(contexts.map((context) => context.close()));
      await stop();
    }
  });
}
