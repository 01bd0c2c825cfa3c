// Networks that block UDP: media goes over TCP, or through TURN.
import { chromium } from '@playwright/test';
import { WHOLE_CHROMIUM } from './support/chromium';
import { checkStep, openCheck } from './support/connectionCheck';
import { expectMovingPicture, expectSound } from './support/media';
import { watchMediaPaths } from './support/mediaPath';
import { expect, openIn, test as base, type World } from './support/journey';
import { freePort, startOwnLiveKit } from './support/ownLiveKit';
import { startOwnStack } from './support/ownStack';
import { readStack, type Person } from './support/stack';
import { expectPreview, startBroadcast } from './support/studio';
import { startTurnFront, TURN_HOST } from './support/turnFront';

/** Chromium then sends no UDP packet. */
const NO_UDP = '--webrtc-ip-handling-policy=disable_non_proxied_udp';

interface Network {
  /** Changes LiveKit's configuration. */
  configure: (yaml: string) => string;
  chromiumArgs: string[];
  stop: () => void;
}

/** Everything is open but UDP. */
async function withoutUdp(): Promise<Network> {
  const port = await freePort();
  return { configure: (yaml) => yaml.replace('tcp_port: 0', `tcp_port: ${port}`), chromiumArgs: [], stop: () => {} };
}

/** Only the ports of web pages are open. */
async function withWebPortsOnly(): Promise<Network> {
  const port = await freePort();
  const turn = `turn:
  enabled: true
  domain: ${TURN_HOST}
  tls_port: ${port}
  external_tls: true
  bind_addresses: ["127.0.0.1"]
  allow_restricted_peer_cidrs: ["127.0.0.1/32"]
`;
  return { configure: (yaml) => yaml + turn, ...(await startTurnFront(port)) };
}

/** A stack and a browser in such a network. */
function inNetwork(enter: () => Promise<Network>) {
  return base.extend<{ network: Network }>({
    // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
    network: async ({}, provide) => {
      const network = await enter();
      await provide(network);
      network.stop();
    },
    stack: async ({ network }, provide) => {
      const livekit = await startOwnLiveKit(readStack(process.env.ONAIR_STATE), null, network.configure);
      const own = await startOwnStack(livekit);
      await provide(own.stack);
      await own.stop();
      await livekit.stop();
    },
    open: async ({ network, stack }, provide) => {
      const args = [...WHOLE_CHROMIUM.args, NO_UDP, ...network.chromiumArgs];
      const browser = await chromium.launch({ ...WHOLE_CHROMIUM, args });
      await provide(async (path, who, options) => openIn(browser, stack, path, who, options));
      await browser.close();
    },
  });
}

inNetwork(withoutUdp)('without UDP, picture and sound go over TCP', async ({ creator, open }) => {
  const ada = await creator();
  await expectCheck(ada, open, { udp: 'Blocked', tcp: 'Works', turn: 'Not offered' });
  expect(await pathsOfBroadcast(ada, open)).toEqual(['tcp']);
});

inNetwork(withWebPortsOnly)('if only port 443 is open, picture and sound go through TURN with TLS', async ({ creator, open }) => {
  const ada = await creator();
  await expectCheck(ada, open, { udp: 'Blocked', tcp: 'Not offered', turn: 'Works' });
  expect(await pathsOfBroadcast(ada, open)).toEqual(['relay tls']);
});

/** What the studio's check says about the network. It is stopped when it has said that. */
async function expectCheck(ada: Person, open: World['open'], { udp, tcp, turn }: Record<'udp' | 'tcp' | 'turn', string>): Promise<void> {
  const studio = await open('/studio', ada);
  await expectPreview(studio);
  const check = await openCheck(studio);
  await expect(checkStep(check, 'Fast path (UDP)')).toContainText(udp);
  await expect(checkStep(check, 'Detour over TCP')).toContainText(tcp);
  await expect(checkStep(check, 'Relay (TURN)')).toContainText(turn);
  await expect(check.getByText('This network blocks UDP. You can still go live over a detour')).toBeVisible();
  await check.getByRole('button', { name: 'Stop' }).click();
  await expect(check.getByText('The check was stopped.')).toBeVisible();
  await studio.close();
}

/** Broadcasts and watches. Returns the paths that media takes. */
async function pathsOfBroadcast(ada: Person, open: World['open']): Promise<string[]> {
  const studio = await open('/', ada);
  const studioPaths = await watchMediaPaths(studio);
  await studio.goto('/studio');
  await startBroadcast(studio);
  const viewer = await open('/', null);
  const viewerPaths = await watchMediaPaths(viewer);
  await viewer.goto(`/watch/${ada.username}`);
  await expectMovingPicture(viewer.getByLabel('Live video'));
  await expectSound(viewer);
  return [...new Set([...(await studioPaths()), ...(await viewerPaths())])];
}
