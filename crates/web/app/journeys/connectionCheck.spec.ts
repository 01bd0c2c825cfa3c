// The check of the creator's network before a broadcast. What it says about blocked networks is in blockedUdp.spec.ts.
import { expectAccessible } from './support/axe';
import { checkStep, openCheck } from './support/connectionCheck';
import { expect, test } from './support/journey';
import { hasRoom } from './support/livekit';
import { expectPreview, startBroadcast } from './support/studio';

test('a creator checks the connection, and goes live with the same camera and microphone', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await studio.context().grantPermissions(['clipboard-write'], { origin: stack.url });
  await expectPreview(studio);
  const check = await openCheck(studio);
  for (const step of ['Media server', 'Fast path (UDP)', 'Sending sound', 'Sending picture', 'Reconnecting']) {
    await expect(checkStep(check, step)).toContainText('Works');
  }
  await expect(checkStep(check, 'Upload')).toContainText(/[\d.]+ Mbit\/s/u);
  await expect(check.getByRole('status').filter({ hasText: /^(?:Your network is ready|You can go live with a smaller picture)/u })).toBeVisible();
  await expectAccessible(studio, 'a connection check');
  // It has a room of its own.
  expect(await hasRoom(stack, ada.id)).toBe(false);

  // The page's permissions policy forbids to read the clipboard.
  const written = studio.evaluate(
    async () =>
      new Promise<string>((resolve) => {
        const write = navigator.clipboard.writeText.bind(navigator.clipboard);
        navigator.clipboard.writeText = async (text) => {
          resolve(text);
          await write(text);
        };
      }),
  );
  await check.getByRole('button', { name: 'Copy report' }).click();
  await expect(check.getByText('Copied')).toBeVisible();
  const report = await written;
  expect(report).toMatch(/^udp: passed \(connected after \d+ ms to .+\)$/mu);
  expect(report).not.toContain('eyJ');

  await test.step('a check that is closed leaves nothing behind', async () => {
    await check.getByRole('button', { name: 'Check again' }).click();
    await expect(checkStep(check, 'Media server')).toContainText('Works');
    await studio.keyboard.press('Escape');
    await expect(check).toBeHidden();
    await startBroadcast(studio);
  });
});
