// Webhooks are lost, doubled, late and out of order, and a broadcast comes to the same.
import { expect, testWithRelay as test } from '../support/faults';
import { hasRoom } from '../support/livekit';
import { expectMovingPicture } from '../support/media';
import type { RoomsReports, Treatment } from '../support/relay';
import { report } from '../support/report';
import { call, type Person, type Stack } from '../support/stack';
import { ends, goesLive, isOnAir } from '../support/studio';

// First the one that takes a minute, which passes while the others run.
const TREATMENTS: Treatment[] = ['delays', 'passes on', 'drops', 'doubles', 'reverses'];

test.setTimeout(240_000);

test('whatever becomes of webhooks, a broadcast comes to the same', async ({ relay, stack, creator, open }) => {
  const broadcasts: { treatment: Treatment; reports: RoomsReports; ada: Person }[] = [];

  for (const treatment of TREATMENTS) {
    await test.step(`a relay that ${treatment} them`, async () => {
      const ada = await creator(`A relay ${treatment} webhooks`);
      const reports = relay.treat(ada.id, treatment);
      const began = Date.now();
      const becomes = async (state: string, viewerCount: number) =>
        expect.poll(async () => (await call(stack, ada, 'GET', '/api/stream/status')).body.data).toMatchObject({ state, viewerCount });

      const studio = await open('/studio', ada);
      await goesLive(studio);
      await becomes('ON_AIR', 0);
      const [staying, leaving] = [await open(`/watch/${ada.username}`, null), await open(`/watch/${ada.username}`, null)];
      for (const guest of [staying, leaving]) await expectMovingPicture(guest.getByLabel('Live video'));
      await becomes('ON_AIR', 2);
      await leaving.close();
      await becomes('ON_AIR', 1);

      await studio.reload();
      await studio.getByRole('button', { name: 'Resume' }).click();
      await isOnAir(studio);
      await becomes('ON_AIR', 1);
      await expectMovingPicture(staying.getByLabel('Live video'));

      await ends(studio);
      await expect(staying.getByText(`${ada.username} is offline`)).toBeVisible();
      await isOver(stack, ada);
      broadcasts.push({ treatment, reports, ada });
      await Promise.all([studio.close(), staying.close()]);
      report(`a broadcast whose webhooks a relay ${treatment}`, began);
    });
  }

  for (const { treatment, reports, ada } of broadcasts) {
    await test.step(`what a relay ${treatment} doesn’t touch the next broadcast`, async () => {
      const told = await reports.told();
      expect(told, 'LiveKit told much of it').toBeGreaterThan(10);
      relay.treat(ada.id, 'drops');
      const { body: next } = await call(stack, ada, 'POST', '/api/stream/go-live');
      expect(await reports.taken()).toBe({ drops: 0, doubles: 2 * told }[treatment as string] ?? told);

      const { body: status } = await call(stack, ada, 'GET', '/api/stream/status');
      expect(next.data).toMatchObject({ session: { startedAt: status.data?.startedAt, resumed: false } });
      expect(status.data).toMatchObject({ state: 'STARTING', viewerCount: 0 });
      await call(stack, ada, 'POST', '/api/stream/end-stream');
      const { body: past } = await call(stack, ada, 'GET', '/api/stream/past');
      expect(past.data).toMatchObject([{ endReason: 'ENDED_BY_CREATOR', peakViewers: 0, totalViewers: 0 }, BROADCAST]);
    });
  }
});

/** What each of them was, whoever told the service of it. */
const BROADCAST = { endReason: 'ENDED_BY_CREATOR', peakViewers: 2, totalViewers: 2 };

async function isOver(stack: Stack, ada: Person): Promise<void> {
  const { body: status } = await call(stack, ada, 'GET', '/api/stream/status');
  expect(status.data).toMatchObject({ isLive: false, state: 'OFFLINE', viewerCount: 0, startedAt: null });
  const { body: past } = await call(stack, ada, 'GET', '/api/stream/past');
  expect(past.data).toMatchObject([BROADCAST]);
  await expect.poll(async () => hasRoom(stack, ada.id)).toBe(false);
}
