// Latencies of live broadcasts, and the cost of event stream subscribers.
import { readFileSync } from 'node:fs';
import { test } from '../support/faults';
import { openSubscribers } from '../support/eventSubscribers';
import { timeFirstFrame, whenClicked, whenShown } from '../support/timing';
import { keep, runs } from '../support/samples';
import { call } from '../support/stack';
import { startBroadcast, expectOnAir, expectPreview } from '../support/studio';

const IDLE_LISTENERS = 2_000;
/** Each is a whole browser: more of them would measure the CPU instead of the product. */
const CRASHES_AT_ONCE = 5;

test.describe.configure({ mode: 'default' });

// First, because the server's memory doesn't shrink again.
test(`memory of ${IDLE_LISTENERS} idle subscribers`, async ({ stack, creator }) => {
  const ada = await creator();
  const first = await openSubscribers(stack, ada.username, 20);
  const before = residentKb(stack.pids.server);
  const listeners = await openSubscribers(stack, ada.username, IDLE_LISTENERS);
  keep('memory of an idle subscriber', 'kB', [(residentKb(stack.pids.server) - before) / IDLE_LISTENERS]);
  listeners.close();
  first.close();
});

function residentKb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]);
}

for (const count of [1, 1_000]) {
  test(`a push to ${count}`, async ({ stack, creator }) => {
    const ada = await creator();
    const listeners = await openSubscribers(stack, ada.username, count);
    const delays: number[] = [];
    for (const run of runs()) {
      const title = `Pushed for the ${run}th time`;
      const received = listeners.allReceive(title);
      const startedAt = performance.now();
      await call(stack, ada, 'PUT', '/api/stream/info', { title });
      delays.push((await received) - startedAt);
    }
    keep(count === 1 ? 'title change to its event at a subscriber' : `the same, at the last of ${count.toLocaleString('en')}`, 'ms', delays);
    listeners.close();
  });
}

test('broadcasts that are ended', async ({ creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  const guest = await open('/', null);
  const firstFrame = await timeFirstFrame(guest);
  const [onAirMs, openMs, frameMs, offlineMs]: number[][] = [[], [], [], []];
  for (const _ of runs()) {
    await expectPreview(studio);
    const goLive = studio.getByRole('button', { name: 'Go live' });
    const [wentLive, onAir] = [whenClicked(goLive), whenShown(studio, 'On air')];
    await goLive.click();
    onAirMs?.push((await onAir) - (await wentLive));
    await expectOnAir(studio);

    await guest.goto(`/watch/${ada.username}`);
    const { afterOpenMs, afterTokenMs } = await firstFrame();
    openMs?.push(afterOpenMs);
    frameMs?.push(afterTokenMs);

    await studio.getByRole('button', { name: 'End stream' }).click();
    const confirm = studio.getByRole('alertdialog', { name: 'End the stream?' }).getByRole('button', { name: 'End stream' });
    const [ended, offline] = [whenClicked(confirm), whenShown(guest, `${ada.username} is offline`)];
    await confirm.click();
    offlineMs?.push((await offline) - (await ended));
  }
  keep('click on “Go live” to “On air”', 'ms', onAirMs ?? []);
  keep('opening the watch page to the first frame', 'ms', openMs ?? []);
  keep('a viewer’s token to the first frame', 'ms', frameMs ?? []);
  keep('click on “End stream” to “is offline” at the viewer', 'ms', offlineMs ?? []);
});

test('broadcasts whose browser is killed', async ({ stack, creator, open, device }) => {
  const [interruptedS, offlineS]: number[][] = [[], []];
  const all = runs();
  while (all.length > 0) {
    const casts = [];
    for (const _ of all.splice(0, CRASHES_AT_ONCE)) {
      const [ada, creatorDevice] = [await creator(), await device()];
      const studio = await creatorDevice.open(stack, '/studio', ada);
      await startBroadcast(studio);
      const guest = await open(`/watch/${ada.username}`, null);
      await guest.getByLabel('Live video').waitFor();
      // Encoding five videos would use both cores, and the measurement doesn't need it.
      await studio.getByRole('button', { name: 'Turn camera off' }).click();
      await guest.getByText('The camera is off').waitFor();
      casts.push({ ada, creatorDevice, guest });
    }
    await Promise.all(
      casts.map(async ({ ada, creatorDevice, guest }) => {
        const shownTimes = [whenShown(guest, 'The creator lost the connection.'), whenShown(guest, `${ada.username} is offline`)] as const;
        const killedAt = await creatorDevice.crash();
        const [interrupted, offline] = await Promise.all(shownTimes);
        interruptedS?.push((interrupted - killedAt) / 1_000);
        offlineS?.push((offline - killedAt) / 1_000);
        await guest.close();
      }),
    );
  }
  keep('kill -9 of the creator’s browser to “the creator lost the connection”', 's', interruptedS ?? []);
  keep('kill -9 of the creator’s browser to “is offline”', 's', offlineS ?? []);
});
