// Two servers and two LiveKit nodes: what happens to broadcasts when one of them is killed.
import { expect, test as base } from '../support/journey';
import { startCluster, type Cluster, type Node } from '../support/cluster';
import { expectMovingPicture, expectPictureAgain } from '../support/media';
import { waitUntil } from '../support/processes';
import { report } from '../support/report';
import { call, type Person, type Stack } from '../support/stack';
import { startBroadcast } from '../support/studio';

const test = base.extend<{ cluster: Cluster }>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
  cluster: async ({}, provide) => {
    const cluster = await startCluster();
    await provide(cluster);
    await cluster.stop();
  },
  stack: async ({ cluster }, provide) => {
    await provide(cluster.stack);
  },
});

/** The grace after a lost connection, how late that is noticed, and two polls. */
const END_BOUND_MS = 75_000;

test('broadcasts on two nodes survive the leader and a server, and the end of a node', async ({ cluster, stack, creator, open }) => {
  // Rooms are spread at random.
  const first = await creator();
  const studio = await open('/studio', first);
  await startBroadcast(studio);
  const lost = { who: first, node: await cluster.nodeOf(first.id) };
  let kept = await creator();
  let keptStudio = await open('/studio', kept);
  await startBroadcast(keptStudio);
  while ((await cluster.nodeOf(kept.id)) === lost.node) {
    await call(stack, kept, 'POST', '/api/stream/end-stream');
    await keptStudio.close();
    kept = await creator();
    keptStudio = await open('/studio', kept);
    await startBroadcast(keptStudio);
  }
  expect([0, 1]).toContain(lost.node);

  const [lostViewer, keptViewer] = [await open(`/watch/${lost.who.username}`, null), await open(`/watch/${kept.username}`, null)];
  for (const viewer of [lostViewer, keptViewer]) await expectMovingPicture(viewer.getByLabel('Live video'));
  for (const who of [lost.who, kept]) await expectStatus(stack, who, 'ON_AIR', 1);
  const startedAt = async (who: Person) => (await call(stack, who, 'GET', '/api/stream/status')).body.data?.startedAt;
  const [lostStart, keptStart] = [await startedAt(lost.who), await startedAt(kept)];

  for (const name of ['the leader', 'the server that is the leader then']) {
    await test.step(`${name} is killed`, async () => {
      const leader = await leaderOf(cluster);
      await leader.kill();
      const guest = await open(`/watch/${kept.username}`, null);
      await expectMovingPicture(guest.getByLabel('Live video'));
      await expectStatus(stack, kept, 'ON_AIR', 2);
      await guest.close();
      await expectStatus(stack, kept, 'ON_AIR', 1);
      expect([await startedAt(lost.who), await startedAt(kept)], 'the sessions continue').toEqual([lostStart, keptStart]);
      await leader.start();
    });
  }

  let outcome = '';
  await test.step('a LiveKit node is killed: its session resumes or ends, the other continues', async () => {
    const killedAt = Date.now();
    await cluster.livekits[lost.node]?.kill();
    await expectPictureAgain(keptViewer.getByLabel('Live video'), 10_000);
    const isOver = async () => {
      const { state, startedAt: start } = (await call(stack, lost.who, 'GET', '/api/stream/status')).body.data ?? {};
      const isResumed = state === 'ON_AIR' && start === lostStart && (await cluster.nodeOf(lost.who.id)) === 1 - lost.node;
      return isResumed ? 'resumed' : String(state);
    };
    await expect.poll(async () => (outcome = await isOver()), { timeout: END_BOUND_MS }).toMatch(/resumed|OFFLINE/);
    report(`a session of a dead node: ${outcome}`, killedAt);
    await expectStatus(stack, kept, 'ON_AIR', 1);
    expect(await startedAt(kept)).toBe(keptStart);
  });

  await test.step('the creator is live on the other node, and nothing is left of the dead one', async () => {
    if (outcome === 'OFFLINE') {
      await studio.reload();
      await startBroadcast(studio);
    }
    await expectPictureAgain(lostViewer.getByLabel('Live video'), 30_000);
    await expectStatus(stack, lost.who, 'ON_AIR', 1);
    await expectOnlyCompletePolls(cluster);
  });
});

test('a node dies together with its creator: the session ends, and its room is gone', async ({ cluster, stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const node = await cluster.nodeOf(ada.id);
  await cluster.livekits[node]?.kill();
  await studio.context().close();
  const state = async () => (await call(stack, ada, 'GET', '/api/stream/status')).body.data?.state;
  await expect.poll(state, { timeout: END_BOUND_MS }).toBe('OFFLINE');
  await expectOnlyCompletePolls(cluster);
  expect(await cluster.nodeOf(ada.id), 'the room is closed').toBe(-1);

  const again = await open('/studio', ada);
  await startBroadcast(again);
  expect(await cluster.nodeOf(ada.id)).toBe(1 - node);
});

/** Checks that nothing of a dead node disturbs the polls any more. */
async function expectOnlyCompletePolls(cluster: Cluster): Promise<void> {
  let [before, now] = [await polls(cluster), await polls(cluster)];
  // Some seconds after its death, LiveKit gives the rooms of a node to another one.
  await waitUntil(async () => {
    now = await polls(cluster);
    if (now.partial > before.partial) before = now;
    return now.ok > before.ok + 2;
  });
}

async function expectStatus(stack: Stack, who: Person, state: string, viewerCount: number): Promise<void> {
  const status = async () => (await call(stack, who, 'GET', '/api/stream/status')).body.data;
  await expect.poll(status).toMatchObject({ state, viewerCount });
}

async function metric(server: Node, name: string): Promise<number> {
  const text = await fetch(`${server.url}/metrics`).then(async (response) => response.text(), () => '');
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? 0);
}

async function leaderOf(cluster: Cluster): Promise<Node> {
  let leader: Node | null = null;
  await waitUntil(async () => {
    for (const server of cluster.servers) if ((await metric(server, 'onair_reconciler_leader')) === 1) leader = server;
    return leader !== null;
  });
  if (!leader) throw new Error('there is no leader');
  return leader;
}

/** The polls of all servers by outcome. */
async function polls(cluster: Cluster): Promise<{ ok: number; partial: number }> {
  const sum = async (outcome: string) => {
    const counts = cluster.servers.map(async (server) => metric(server, `onair_reconcile_runs_total{outcome="${outcome}"}`));
    return (await Promise.all(counts)).reduce((a, b) => a + b, 0);
  };
  return { ok: await sum('ok'), partial: await sum('partial') };
}
