// Going live while the media server is down. The journey stops LiveKit, so it has its own stack.
import { expect, testOnOwnStack as test } from '../support/faults';
import { call } from '../support/stack';
import { expectOnAir, expectPreview } from '../support/studio';

test.setTimeout(180_000);

test('going live while LiveKit is down reports it, changes nothing, and works once LiveKit is back', async ({ stack, creator, open }) => {
  const ada = await creator('An outage');
  const studio = await open('/studio', ada);
  await expectPreview(studio);

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
    await expectOnAir(studio);
  } finally {
    process.kill(stack.pids.livekit, 'SIGCONT');
  }
});
