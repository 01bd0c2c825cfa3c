// Going live while the media server is away. It stops a part, so it has a stack of its own.
import { expect, signedIn, test } from './support/journey';
import { startOwnStack } from './support/ownStack';
import { apply, approve, call, introduce, somebody } from './support/stack';
import { isOnAir, seesThePreview } from './support/studio';

test.setTimeout(240_000);

test('going live while LiveKit is down says so, changes nothing, and works once it is back', async ({ browser }) => {
  const { stack, stop } = await startOwnStack();
  const context = await browser.newContext({ baseURL: stack.url });
  try {
    const ada = somebody(stack, 'creator');
    await introduce(stack, ada);
    await apply(stack, ada);
    await approve(stack, ada);
    await call(stack, ada, 'POST', '/api/stream/setup', { title: 'An outage' });
    const own = await browser.newContext({ baseURL: stack.url, ...signedIn(stack, ada) });
    const studio = await own.newPage();
    await studio.goto('/studio');
    await seesThePreview(studio);

    process.kill(stack.pids.livekit, 'SIGSTOP');
    const refused = studio.waitForResponse((response) => response.url().endsWith('/api/stream/go-live'));
    await studio.getByRole('button', { name: 'Go live' }).click();
    expect((await refused).status()).toBe(503);
    await expect(studio.getByText('The media server isn’t answering right now.')).toBeVisible();
    const notice = studio.getByRole('alert').filter({ hasText: 'You are not on air' });
    await expect(notice).toBeVisible({ timeout: 90_000 });
    const { body } = await call(stack, ada, 'GET', '/api/stream/status');
    expect(body.data).toMatchObject({ isLive: false, state: 'OFFLINE' });

    process.kill(stack.pids.livekit, 'SIGCONT');
    await notice.getByRole('button', { name: 'Try again' }).click();
    await isOnAir(studio);
    await own.close();
  } finally {
    await context.close();
    process.kill(stack.pids.livekit, 'SIGCONT');
    await stop();
  }
});
