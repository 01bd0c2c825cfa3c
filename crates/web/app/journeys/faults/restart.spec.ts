// Each part of the stack is killed during a broadcast and restarted.
import { expect, testOnOwnStack as test } from '../support/faults';
import { expectMovingPicture, expectPictureAgain } from '../support/media';
import { waitUntil } from '../support/processes';
import { report } from '../support/report';
import { call, type Person, type Stack } from '../support/stack';
import { endBroadcast, startBroadcast, expectOnAir } from '../support/studio';

/** From the next attempt of a page on. A page that has given up tries again after 8.8 s at most. */
const VIDEO_AGAIN_WITHIN_MS = { 'at once': 15_000, 'after all pages have given up': 8_800 + 15_000 };

// One after the other, because they share a stack.
test.describe.configure({ mode: 'default', timeout: 150_000 });

const statusOf = async (stack: Stack, who: Person) => (await call(stack, who, 'GET', '/api/stream/status')).body.data;

for (const outage of ['at once', 'after all pages have given up'] as const) {
  test(`LiveKit is killed and restarted ${outage}: everyone reconnects automatically to the same session`, async ({ own, stack, creator, viewer, open }) => {
    const ada = await creator();
    const studio = await open('/studio', ada);
    await startBroadcast(studio);
    const watching = [await open(`/watch/${ada.username}`, null), await open(`/watch/${ada.username}`, await viewer())];
    for (const page of watching) await expectMovingPicture(page.getByLabel('Live video'));
    const before = await statusOf(stack, ada);

    await own.kill('livekit');
    if (outage === 'after all pages have given up') {
      const given = { timeout: 90_000 };
      await expect(studio.getByRole('alert').filter({ hasText: 'You are not on air' })).toBeVisible(given);
      for (const page of watching) await expect(page.getByText('The stream can’t be played right now')).toBeVisible(given);
    }
    await own.restart('livekit');
    const restarted = Date.now();
    const until = restarted + VIDEO_AGAIN_WITHIN_MS[outage];
    await Promise.all(watching.map((page) => expectPictureAgain(page.getByLabel('Live video'), until - Date.now())));
    report(`video again after LiveKit’s restart ${outage}`, restarted);
    await expectOnAir(studio);
    await expect.poll(async () => statusOf(stack, ada)).toMatchObject({ state: 'ON_AIR', startedAt: before?.startedAt, viewerCount: 2 });
  });
}

test('the server is killed: video continues, and the pages reconnect', async ({ own, stack, creator, open }) => {
  const ada = await creator('Before');
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));
  const before = await statusOf(stack, ada);
  const picture = await guest.getByLabel('Live video').elementHandle();

  await own.kill('server');
  const killedAt = Date.now();
  await expectPictureAgain(guest.getByLabel('Live video'), 5_000);

  // Pushed events arrive again.
  await waitUntil(async () => call(stack, ada, 'PUT', '/api/stream/info', { title: 'After' }).then(({ status }) => status === 200, () => false));
  report('the server answers again after the kill', killedAt);
  await expect(guest.getByRole('heading', { name: 'After' })).toBeVisible();
  report('the watch page receives events again after the kill', killedAt);
  await expect(studio.getByText('1 viewer')).toBeVisible();
  await expectOnAir(studio);
  await expectPictureAgain(guest.getByLabel('Live video'), 5_000);
  expect(await picture?.evaluate((element) => element.isConnected), 'the video element was never replaced').toBe(true);
  expect(await statusOf(stack, ada)).toMatchObject({ state: 'ON_AIR', startedAt: before?.startedAt, viewerCount: 1 });
});

test('PostgreSQL is killed and restarted: video continues, calls return 503 meanwhile, and nothing is lost', async ({ own, stack, creator, open }) => {
  const ada = await creator('Kept');
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  await expectMovingPicture(guest.getByLabel('Live video'));
  await expect(studio.getByText('1 viewer')).toBeVisible();
  const before = await statusOf(stack, ada);
  const picture = await guest.getByLabel('Live video').elementHandle();

  await own.kill('postgres');
  for (const [who, path] of [[ada, '/api/stream/status'], [null, `/api/viewer/stream/${ada.username}`]] as const) {
    const { status, body } = await call(stack, who, 'GET', path);
    expect([path, status, body.code]).toEqual([path, 503, 'STORE_UNAVAILABLE']);
  }
  await expectPictureAgain(guest.getByLabel('Live video'), 5_000);
  await expectOnAir(studio);

  await own.restart('postgres');
  const restarted = Date.now();
  await expect.poll(async () => statusOf(stack, ada), { intervals: [100] }).toMatchObject({ ...before, state: 'ON_AIR' });
  report('the status is available again after PostgreSQL’s restart', restarted);
  await call(stack, ada, 'PUT', '/api/stream/info', { description: 'Told after it' });
  await expect(guest.getByText('Told after it')).toBeVisible();
  await expectPictureAgain(guest.getByLabel('Live video'), 5_000);
  expect(await picture?.evaluate((element) => element.isConnected), 'the video element was never replaced').toBe(true);

  await endBroadcast(studio);
  await expect(guest.getByText(`${ada.username} is offline`)).toBeVisible();
  const { body } = await call(stack, ada, 'GET', '/api/stream/past');
  expect(body.data).toMatchObject([{ title: 'Kept', startedAt: before?.startedAt, endReason: 'ENDED_BY_CREATOR', totalViewers: 1 }]);
});
