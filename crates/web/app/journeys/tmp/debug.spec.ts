import { writeFileSync } from 'node:fs';
// Memory leaks.
import type { Page } from '@playwright/test';
import { sendMessage, expectMessage } from '../support/chat';
import { openEventStreams } from '../support/eventStreams';
import { difference, type MemoryCounters, trackMemory } from '../support/memory';
import { expect, test } from '../support/journey';
import { endBroadcast, startBroadcast, expectPreview } from '../support/studio';

const VISITS = 20;

test('twenty visits to a watch page and to the studio use no more memory than two', async ({ creator, open }) => {
  const [ada, ben] = [await creator('Worth watching'), await creator()];
  await startBroadcast(await open('/studio', ada));
  const page = await open('about:blank', ben);
  const memory = await trackMemory(page);
  const eventStreams = openEventStreams(page.context());
  // Not the home page, which lists the streams of other journeys.
  await page.goto('/blocked');

  let messageCount = 0;
  const visit = async (isLong: boolean) => {
    await page.getByRole('link', { name: 'Live now', exact: true }).click();
    await page.getByRole('link', { name: 'Worth watching' }).click();
    await page.waitForURL('**/watch/*');
    if (isLong) {
      await expect(page.getByLabel('Live video')).toBeVisible();
      messageCount += 1;
      await sendMessage(page, `Hello ${messageCount}`);
      await expectMessage(page, `Hello ${messageCount}`);
    }
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    // The account menu closes when the next page appears.
    await expect(page).toHaveTitle(/^Studio/);
    if (isLong) await expectPreview(page);
    await openBlockedPage(page);
  };
  const visitAndBroadcast = async () => {
    await visit(true);
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    await startBroadcast(page);
    await endBroadcast(page);
    await openBlockedPage(page);
    await visit(false);
  };

  await visitAndBroadcast();
  const afterTwo = await expectReleased(memory);
  for (let visits = 2; visits < VISITS - 2; visits += 1) await visit(visits % 3 === 0);
  await visitAndBroadcast();
  await expectReleased(memory);

  const more = async () => Object.entries(difference(afterTwo, await memory())).filter(([what, count]) => what !== 'listeners' && count > 0);
  const ok = await expect.poll(more, { message: 'objects added since the second visit', timeout: 15000 }).toEqual([]).then(() => true, () => false);
  console.log(difference(afterTwo, await memory()));
  if (ok) return;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.enable'); await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('DOM.enable');
  const { detachedNodes } = await cdp.send('DOM.getDetachedDomNodes' as never) as any;
  const count = (n: any): number => 1 + (n.children ?? []).reduce((a: number, c: any) => a + count(c), 0);
  for (const d of detachedNodes) console.log(`${d.treeNode.nodeName} ${(d.treeNode.attributes ?? []).join(' ').slice(0, 120)} (${count(d.treeNode)})`);
  await cdp.send('DOM.disable');
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false } as never);
  writeFileSync('/tmp/watchlead/heap.heapsnapshot', chunks.join(''));
});
/** Waits until all connections and audio contexts are collected: they close asynchronously. */
async function expectReleased(memory: () => Promise<MemoryCounters>): Promise<MemoryCounters> {
  let counters = await memory();
  const released = async () => {
    counters = await memory();
    const { documents, peerConnections, audioContexts } = counters;
    return { documents, peerConnections, audioContexts };
  };
  await expect.poll(released, { message: 'objects that closed' }).toEqual({ documents: 1, peerConnections: 0, audioContexts: 0 });
  return counters;
}

async function openBlockedPage(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('link', { name: 'People you blocked' }).click();
  await expect(page.getByRole('heading', { name: 'People you blocked' })).toBeVisible();
}
