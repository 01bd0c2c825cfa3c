// Going live while the media server is away. It stops a part, so it has a stack of its own.
import { expect, testOnOwnStack as test } from '../support/faults';
import { call } from '../support/stack';
import { isOnAir, seesThePreview } from '../support/studio';

test.setTimeout(180_000);

test('going live while LiveKit is down says so, changes nothing, and works once it is back', async ({ stack, creator, open }) => {
  const ada = await creator('An outage');
  const studio = await open('/studio', ada);
  await seesThePreview(studio);

  process.kill(stack.pids.livekit, 'SIGSTOP');
  try {
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
  } finally {
    process.kill(stack.pids.livekit, 'SIGCONT');
  }
});
