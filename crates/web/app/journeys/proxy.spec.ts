// The deployment that docs/deployment.md describes: Caddy in front of the server and LiveKit, on one https address.
import { chromium, type Browser } from '@playwright/test';
import { HOST, startCaddy, statusOf } from './support/caddy';
import { expectMessage, sendMessage } from './support/chat';
import { WHOLE_CHROMIUM } from './support/chromium';
import { expectMovingPicture, expectSound } from './support/media';
import { expect, openIn, test as base } from './support/journey';
import { freePort } from './support/ownLiveKit';
import { startProvider } from './support/provider';
import { newUser, signIn, startServer } from './support/signIn';
import { apply, approve, readStack, type Stack } from './support/stack';
import { endBroadcast, expectOnAir, expectPreview, startBroadcast } from './support/studio';

interface Deployment {
  port: number;
  stack: Stack;
  browser: Browser;
}

const test = base.extend<{ deployment: Deployment }>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
  deployment: async ({}, provide) => {
    const [port, provider] = [await freePort(), await startProvider()];
    const url = `https://${HOST}:${port}`;
    const server = await startServer(
      { ...provider, registerPage: () => provider.registerPage(url) },
      { PUBLIC_URL: url, TRUSTED_PROXIES: '127.0.0.1', LIVEKIT_PUBLIC_URL: url, METRICS_ADDRESS: '127.0.0.1:0' },
    );
    const livekit = readStack(process.env.ONAIR_STATE).livekitUrl;
    const caddy = await startCaddy(port, { onair: server.stack.url, livekit });
    const args = [...WHOLE_CHROMIUM.args, `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
    const browser = await chromium.launch({ ...WHOLE_CHROMIUM, args });
    await provide({ port, stack: { ...server.stack, url }, browser });
    await browser.close();
    await caddy.stop();
    await server.stop();
    provider.stop();
  },
});

test('a broadcast runs on https through Caddy', async ({ deployment: { browser, port, stack } }) => {
  const open = async (path: string) => openIn(browser, stack, path, null, { ignoreHTTPSErrors: true });
  const studio = await open('/');
  expect(await studio.evaluate(() => window.isSecureContext && location.protocol)).toBe('https:');
  const [protocol, hsts] = await studio.evaluate(async () => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return [entry?.nextHopProtocol, (await fetch('/')).headers.get('strict-transport-security')];
  });
  expect(protocol).toBe('h2');
  expect(hsts, 'browsers use https only').toContain('max-age=');

  const ada = newUser('ada');
  await signIn(studio, ada);
  const creator = { id: ada, username: ada, token: '' };
  await apply(stack, creator);
  await approve(stack, creator);
  await studio.goto('/studio');
  await studio.getByRole('textbox', { name: 'Title' }).fill('Pottery');
  await studio.getByRole('button', { name: 'Save and continue' }).click();
  await expectPreview(studio);
  const viewer = await open(`/watch/${ada}`);
  await expect(viewer.getByText(`${ada} is offline`)).toBeVisible();
  await startBroadcast(studio);
  await test.step('the event stream of a waiting page is not delayed', async () => {
    await expectMovingPicture(viewer.getByLabel('Live video'));
    await expectSound(viewer);
    await expectOnAir(studio);
  });
  await test.step('chat passes in both directions', async () => {
    await sendMessage(viewer, 'Hello through the proxy');
    await expectMessage(studio, 'Hello through the proxy');
    await sendMessage(studio, 'Hello back');
    await expectMessage(viewer, 'Hello back');
  });
  await test.step('what only machines need is closed', async () => {
    for (const path of ['/metrics', '/whip', '/whip/v1', '/twirp/livekit.RoomService/ListRooms']) {
      expect(await statusOf(port, path), path).toBe(404);
    }
  });
  await endBroadcast(studio);
  await expect(viewer.getByText(`${ada} is offline`)).toBeVisible();
});
