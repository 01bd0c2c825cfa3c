// Many tabs of one browser: over HTTP/1.1 they share six connections to the service.
import type { Page } from '@playwright/test';
import { sendMessage, expectMessage } from './support/chat';
import { openEventStreams, pagesOf } from './support/eventStreams';
import { expect, test } from './support/journey';
import { expectMovingPicture } from './support/media';
import { call } from './support/stack';
import { endBroadcast, startBroadcast } from './support/studio';

const MAX_STREAMS = 3;

test('eight tabs of one browser watch and chat, and share three event streams', async ({ stack, creator, open }) => {
  const ada = await creator('Before');
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  // Small pages get a low resolution, of which a test machine can play eight.
  const first = await open('about:blank', null, { viewport: { width: 480, height: 480 } });
  const streams = openEventStreams(first.context());
  const path = `/watch/${ada.username}`;
  const tabs: Page[] = [first];
  await first.goto(path);
  while (tabs.length < 8) {
    const tab = await first.context().newPage();
    tabs.push(tab);
    await tab.goto(path);
  }
  // Eight connections take a small machine some time.
  for (const tab of tabs) await expect(tab.getByLabel('Live video')).toBeVisible({ timeout: 60_000 });
  expect(streams.size).toBe(MAX_STREAMS);

  const last = tabs[7] ?? first;
  await expectMovingPicture(last.getByLabel('Live video'));
  await sendMessage(last, 'From the last tab');
  await expectMessage(first, 'From the last tab');
  await sendMessage(first, 'From the first tab');
  await expectMessage(last, 'From the first tab');

  await call(stack, ada, 'PUT', '/api/stream/info', { title: 'After' });
  for (const tab of tabs) await expect(tab.getByRole('heading', { name: 'After' })).toBeVisible();

  const listening = pagesOf(streams);
  const subscribedTabs = tabs.filter((tab) => listening.has(tab));
  for (const tab of subscribedTabs) await tab.close();
  const stay = tabs.filter((tab) => !listening.has(tab));
  await expect.poll(() => stay.filter((tab) => pagesOf(streams).has(tab)).length, { message: 'other tabs subscribe instead' }).toBe(MAX_STREAMS);

  await endBroadcast(studio);
  for (const tab of stay) await expect(tab.getByText(`${ada.username} is offline`)).toBeVisible({ timeout: 2_000 });
  for (const tab of stay) await expect(tab.getByRole('region', { name: 'Broadcast summary' })).toBeVisible();
});

test('a creator with many tabs goes live and ends without delays', async ({ creator, open }) => {
  const [ada, ben] = [await creator(), await creator()];
  const studio = await open('/studio', ben);
  const streams = openEventStreams(studio.context());
  for (let tabs = 0; tabs < 7; tabs += 1) {
    const tab = await studio.context().newPage();
    await tab.goto(`/watch/${ada.username}`);
    await expect(tab.getByText(`${ada.username} is offline`)).toBeVisible();
  }
  expect(streams.size).toBeLessThanOrEqual(MAX_STREAMS);
  await studio.bringToFront();
  await startBroadcast(studio);
  await endBroadcast(studio);
});
