// Lost, duplicated, delayed and reordered webhooks don't change the result of a broadcast.
import { expect, testWithRelay as test } from '../support/faults';
import { hasRoom } from '../support/livekit';
import { expectMovingPicture } from '../support/media';
import type { RoomWebhooks, Treatment } from '../support/webhookRelay';
import { report } from '../support/report';
import { call, type Person, type Stack } from '../support/stack';
import { endBroadcast, startBroadcast, expectOnAir } from '../support/studio';

// First the one that takes a minute, which passes while the others run.
const TREATMENTS: Treatment[] = ['delays', 'forwards', 'drops', 'duplicates', 'reverses'];

test.setTimeout(240_000);

test('a broadcast has the same result whatever happens to its webhooks', async ({ relay, stack, creator, open }) => {
  const broadcasts: { treatment: Treatment; webhooks: RoomWebhooks; ada: Person }[] = [];

  for (const treatment of TREATMENTS) {
    await test.step(`webhooks: a relay ${treatment} them`, async () => {
      const ada = await creator(`A relay ${treatment} webhooks`);
      const webhooks = relay.setTreatment(ada.id, treatment);
      const startedAt = Date.now();
      const expectStatus = async (state: string, viewerCount: number) =>
        expect.poll(async () => (await call(stack, ada, 'GET', '/api/stream/status')).body.data).toMatchObject({ state, viewerCount });

      const studio = await open('/studio', ada);
      await startBroadcast(studio);
      await expectStatus('ON_AIR', 0);
      const [staying, leaving] = [await open(`/watch/${ada.username}`, null), await open(`/watch/${ada.username}`, null)];
      for (const guest of [staying, leaving]) await expectMovingPicture(guest.getByLabel('Live video'));
      await expectStatus('ON_AIR', 2);
      await leaving.close();
      await expectStatus('ON_AIR', 1);

      await studio.reload();
      await studio.getByRole('button', { name: 'Resume' }).click();
      await expectOnAir(studio);
      await expectStatus('ON_AIR', 1);
      await expectMovingPicture(staying.getByLabel('Live video'));

      await endBroadcast(studio);
      await expect(staying.getByText(`${ada.username} is offline`)).toBeVisible();
      await isOver(stack, ada);
      broadcasts.push({ treatment, webhooks, ada });
      await Promise.all([studio.close(), staying.close()]);
      report(`a broadcast whose webhooks a relay ${treatment}`, startedAt);
    });
  }

  for (const { treatment, webhooks, ada } of broadcasts) {
    await test.step(`webhooks that a relay ${treatment} don’t affect the next broadcast`, async () => {
      const sentCount = await webhooks.allSent();
      expect(sentCount, 'the number of webhooks from LiveKit').toBeGreaterThan(10);
      relay.setTreatment(ada.id, 'drops');
      const { body: next } = await call(stack, ada, 'POST', '/api/stream/go-live');
      expect(await webhooks.accepted()).toBe({ drops: 0, duplicates: 2 * sentCount }[treatment as string] ?? sentCount);

      const { body: status } = await call(stack, ada, 'GET', '/api/stream/status');
      expect(next.data).toMatchObject({ session: { startedAt: status.data?.startedAt, resumed: false } });
      expect(status.data).toMatchObject({ state: 'STARTING', viewerCount: 0 });
      await call(stack, ada, 'POST', '/api/stream/end-stream');
      const { body: past } = await call(stack, ada, 'GET', '/api/stream/past');
      expect(past.data).toMatchObject([{ endReason: 'ENDED_BY_CREATOR', peakViewers: 0, totalViewers: 0 }, BROADCAST]);
    });
  }
});

/** The expected result of each broadcast. */
const BROADCAST = { endReason: 'ENDED_BY_CREATOR', peakViewers: 2, totalViewers: 2 };

async function isOver(stack: Stack, ada: Person): Promise<void> {
  const { body: status } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(status.data).toMatchObject({ isLive: false, state: 'OFFLINE', viewerCount: 0, startedAt: null });
  const { body: past } = await call(stack, ada, 'GET', '/api/stream/past');
  expect(past.data).toMatchObject([BROADCAST]);
  await expect.poll(async () => hasRoom(stack, ada.id)).toBe(false);
}
