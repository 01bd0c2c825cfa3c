// Networks that block UDP: media goes over TCP.
import { CHROMIUM } from './support/chromium';
import { expectMovingPicture, expectSound } from './support/media';
import { watchMediaPaths } from './support/mediaPath';
import { expect, test as base } from './support/journey';
import { freePort, startOwnLiveKit } from './support/ownLiveKit';
import { startOwnStack } from './support/ownStack';
import { readStack } from './support/stack';
import { startBroadcast } from './support/studio';

const test = base.extend({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
  stack: async ({}, provide) => {
    const port = await freePort();
    const withTcp = (yaml: string) => yaml.replace('tcp_port: 0', `tcp_port: ${port}`);
    const livekit = await startOwnLiveKit(readStack(process.env.ONAIR_STATE), null, withTcp);
    const own = await startOwnStack(livekit);
    await provide(own.stack);
    await own.stop();
    await livekit.stop();
  },
});

// Chromium then sends no UDP packet.
test.use({ launchOptions: { ...CHROMIUM, args: [...CHROMIUM.args, '--webrtc-ip-handling-policy=disable_non_proxied_udp'] } });

test('without UDP, picture and sound go over TCP', async ({ creator, open }) => {
  const ada = await creator();
  const studio = await open('/', ada);
  const studioPaths = await watchMediaPaths(studio);
  await studio.goto('/studio');
  await startBroadcast(studio);
  const viewer = await open('/', null);
  const viewerPaths = await watchMediaPaths(viewer);
  await viewer.goto(`/watch/${ada.username}`);
  await expectMovingPicture(viewer.getByLabel('Live video'));
  await expectSound(viewer);
  for (const paths of [studioPaths, viewerPaths]) expect(await paths()).toEqual(['tcp']);
});
