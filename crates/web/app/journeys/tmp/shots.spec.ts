import { hostileTexts, fillChat, hostilePerson } from '../support/hostile';
import { expect, test } from '../support/journey';
import { startBroadcast } from '../support/studio';
import { call } from '../support/stack';
test('shots', async ({ stack, creator, viewer, open }) => {
  const ada = await creator('An evening of slow piano: improvisations on the themes you send me');
  await call(stack, ada, 'PUT', '/api/stream/info', { description: 'Every Thursday. Ask for a theme in the chat, I play it in the style of your choice.\nNotes: https://example.com/notes' });
  const studio = await open('/studio', ada, { camera: { width: 1280, height: 720 } });
  await startBroadcast(studio);
  const people = await Promise.all(Array.from({ length: 4 }, async (_, n) => hostilePerson(stack, n)));
  for (const [n, p] of people.entries()) await call(stack, p, 'POST', `/api/chat/${ada.id}/messages`, { text: ['hello from Lisbon 👋', 'could you play something in a minor key?', 'ערב טוב', 'a'.repeat(40)][n] });
  const dir = '/tmp/watchlead/shots';
  for (const [name, viewport, scheme] of [['d', { width: 1440, height: 900 }, 'light'], ['dd', { width: 1440, height: 900 }, 'dark'], ['m', { width: 390, height: 844 }, 'light']] as const) {
    const page = await open(`/watch/${ada.username}`, await viewer(), { viewport, colorScheme: scheme, ...(name === 'm' ? { hasTouch: true, isMobile: true } : {}) });
    await expect(page.getByLabel('Live video')).toBeVisible();
    await expect(page.getByRole('group', { name: 'Player controls' })).toContainText('≈');
    await page.getByLabel('Live video').hover({ force: true });
    await page.screenshot({ path: `${dir}/watch-${name}.png` });
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.screenshot({ path: `${dir}/menu-${name}.png` });
    await page.getByRole('menuitemcheckbox', { name: 'Statistics' }).click();
    if (name === 'd') {
      await page.keyboard.press('t'); await page.waitForTimeout(2500);
      await page.screenshot({ path: `${dir}/theatre-${name}.png` });
      await page.keyboard.press('?');
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${dir}/help-${name}.png` });
    } else { await page.waitForTimeout(2500); await page.screenshot({ path: `${dir}/stats-${name}.png` }); }
    await page.context().close();
  }
});
