// The creator's browser crashes during a broadcast (kill -9).
import type { Page } from '@playwright/test';
import { expect, test, testWithoutWebhooks } from '../support/faults';
import type { Device } from '../support/device';
import { expectMovingPicture, expectPictureAgain } from '../support/media';
import { report } from '../support/report';
import { call, type Person, type Stack } from '../support/stack';
import { startBroadcast, expectOnAir } from '../support/studio';

const OFFLINE_WITHIN_MS = 60_000;

test.setTimeout(150_000);
testWithoutWebhooks.setTimeout(150_000);

test('a creator whose browser was killed is offline within a minute', async ({ stack, creator, open, device }) => {
  const ada = await creator();
  await crashWhileLive(stack, ada, await device(), await open(`/watch/${ada.username}`, null));
});

testWithoutWebhooks('a creator whose browser was killed is offline within a minute without webhooks', async ({ stack, creator, open, device }) => {
  const ada = await creator();
  await crashWhileLive(stack, ada, await device(), await open(`/watch/${ada.username}`, null));
});

async function crashWhileLive(stack: Stack, ada: Person, device: Device, guest: Page): Promise<void> {
  await startBroadcast(await device.open(stack, '/studio', ada));
  await expectMovingPicture(guest.getByLabel('Live video'));

  const killedAt = await device.crash();
  await expect(guest.getByText('The creator lost the connection.')).toBeVisible({ timeout: OFFLINE_WITHIN_MS });
  report('“the creator lost the connection” after the kill', killedAt);
  await expect(guest.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: killedAt + OFFLINE_WITHIN_MS - Date.now() });
  report('“is offline” after the kill', killedAt);
  const { body } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(body.data).toMatchObject({ isLive: false, state: 'OFFLINE' });
  const { body: past } = await call(stack, ada, 'GET', '/api/stream/past');
  expect(past.data).toMatchObject([{ endReason: 'CONNECTION_LOST' }]);
}

test('a creator who returns soon after a crash resumes the same session', async ({ stack, creator, open, device }) => {
  const ada = await creator();
  const first = await device();
  const studio = await first.open(stack, '/studio', ada);
  const firstResponse = studio.waitForResponse((response) => response.url().endsWith('/api/stream/go-live'));
  await startBroadcast(studio);
  const { data: before } = await (await firstResponse).json();
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));

  const killedAt = await first.crash();
  const second = await (await device()).open(stack, '/studio', ada);
  await expect(second.getByText('Nobody is sending right now')).toBeVisible({ timeout: 30_000 });
  report('“Resume” offered after the kill', killedAt);
  const secondResponse = second.waitForResponse((response) => response.url().endsWith('/api/stream/go-live'));
  await second.getByRole('button', { name: 'Resume' }).click();
  const { data: after } = await (await secondResponse).json();
  expect(after.session).toMatchObject({ id: before.session.id, startedAt: before.session.startedAt, resumed: true });
  await expectOnAir(second);
  await expectPictureAgain(guest.getByLabel('Live video'), 10_000);
  report('the picture moves again after the kill', killedAt);
  const { body } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(body.data).toMatchObject({ state: 'ON_AIR', startedAt: before.session.startedAt });
});
