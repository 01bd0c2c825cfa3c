// The player in a frame of another site, and link previews.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectMovingPicture } from './support/media';
import { expect, test } from './support/journey';
import { startBroadcast } from './support/studio';

test('another site plays a stream in a frame, and shows nothing else in one', async ({ stack, creator, open }) => {
  const ada = await creator('Tea & <biscuits>');
  await startBroadcast(await open('/studio', ada));
  const site = await open('/', null);
  const at = (path: string) => `<iframe src="${stack.url}${path}/${ada.username}" title="${path}" width="640" height="360" allow="autoplay"></iframe>`;
  await site.goto(await serve(at('/embed') + at('/watch')));

  const player = site.frameLocator('[title="/embed"]');
  await expectMovingPicture(player.getByLabel('Live video'));
  await expect(player.getByRole('button', { name: 'Follow' })).toHaveCount(0);
  await expect(player.getByLabel('Theatre mode')).toHaveCount(0);
  const opened = site.waitForEvent('popup');
  await player.getByRole('link', { name: 'Tea & <biscuits>' }).click();
  const watchPage = await opened;
  await expect(watchPage).toHaveURL(`${stack.url}/watch/${ada.username}`);
  await expectMovingPicture(watchPage.getByLabel('Live video'));
  // Its own policy keeps the watch page out of frames.
  await expect(site.frameLocator('[title="/watch"]').getByText('Chat')).toHaveCount(0);
  expect(site.frames().map((frame) => frame.url())).toContain('chrome-error://chromewebdata/');

  await test.step('link previews need no JavaScript', async () => {
    const html = await (await site.request.get(`${stack.url}/watch/${ada.username}`)).text();
    expect(html).toContain(`<meta property="og:title" content="Tea &amp; &lt;biscuits&gt; · ${ada.username}" />`);
    const address = /application\/json\+oembed" href="([^"]+)"/u.exec(html)?.[1] ?? '';
    const document = (await (await site.request.get(address)).json()) as { type: string; html: string };
    expect(document.type).toBe('video');
    expect(document.html).toContain(`${stack.url}/embed/${ada.username}`);
  });
});

/**
 * Returns the address of another site: the same machine by another name, because browsers keep pages of the internet away
 * from this machine. It is served as long as the worker runs.
 */
async function serve(html: string): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve).unref());
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}
