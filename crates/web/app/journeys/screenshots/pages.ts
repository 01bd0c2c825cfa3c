// All pages and their states, with the users of the development stack.
import { readFileSync } from 'node:fs';
import { log, sendMessage } from '../support/chat';
import { openCheck } from '../support/connectionCheck';
import { expect, test } from '../support/journey';
import { useLandscapeCamera } from '../support/landscape';
import { expectMovingPicture } from '../support/media';
import { FOLDER, pathOf, shoot } from '../support/shoot';
import { block, call, type Person, type Stack } from '../support/stack';
import { endBroadcast, expectPreview, openTab, startBroadcast } from '../support/studio';

/** A user of the development stack. */
async function user(stack: Stack, username: string): Promise<Person> {
  const { status, body } = await call(stack, null, 'POST', '/api/dev/login', { username });
  const { token, user: found } = (body.data ?? {}) as { token?: string; user?: { id: string } };
  if (status !== 200 || !token || !found) throw new Error(`${username} can’t sign in: ${status}`);
  return { id: found.id, username, token };
}

test('pages without a broadcast', async ({ stack, open }) => {
  const [ada, ben, cleo, vera, admin] = await Promise.all(['ada', 'ben', 'cleo', 'vera', 'admin'].map(async (name) => user(stack, name)));
  if (!ada || !ben || !cleo || !vera || !admin) throw new Error('a user is missing');
  await call(stack, vera, 'POST', `/api/social/follow/${ben.id}`);
  await block(stack, vera, cleo);

  const guest = await open('/', null);
  const visit = async (path: string, name: string, text: string) => {
    await guest.goto(path);
    await expect(guest.getByText(text).first()).toBeVisible();
    await shoot(guest, name);
  };
  await visit('/', 'home-empty', 'Live now');
  await visit('/sign-in', 'sign-in', 'Sign in');
  await visit('/search?q=synth', 'search', 'Sunday synth session');
  await visit('/search?q=zzzzzz', 'search-nothing', 'zzzzzz');
  await visit('/watch/ben', 'watch-offline', 'is offline');
  await visit('/watch/nobody', 'watch-unknown', 'There is no user');
  await visit('/nowhere', 'not-found', 'page');
  await visit('/user/ben', 'creator', 'Past broadcasts');
  await visit('/user/ben/followers', 'followers', 'vera');

  const viewer = await open('/', vera);
  await expect(viewer.getByText('Ben Okafor').first()).toBeVisible();
  await shoot(viewer, 'home-following');
  await viewer.goto('/blocked');
  await expect(viewer.getByText('cleo').first()).toBeVisible();
  await shoot(viewer, 'blocked');
  await viewer.goto('/apply');
  await expect(viewer.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot(viewer, 'apply');
  const applicant = await open('/studio', cleo);
  await expect(applicant.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot(applicant, 'studio-pending');

  const administration = await open('/admin', admin);
  for (const [path, name] of [['', 'admin-applications'], ['/streams', 'admin-streams'], ['/users', 'admin-users'], ['/audit-log', 'admin-audit-log']] as const) {
    await administration.goto(`/admin${path}`);
    await expect(administration.getByRole('heading', { level: 1 })).toBeVisible();
    await shoot(administration, name);
  }
});

test('a broadcast, from the set-up to its end', async ({ stack, creator, open }) => {
  const newcomer = await open('/studio', await creator(null));
  await expect(newcomer.getByRole('textbox', { name: 'Title' })).toBeVisible();
  await shoot(newcomer, 'studio-set-up');

  const [ada, vera, victor] = await Promise.all(['ada', 'vera', 'victor'].map(async (name) => user(stack, name)));
  if (!ada || !vera || !victor) throw new Error('a user is missing');
  const camera = { camera: { width: 1280, height: 720 } };
  const studio = await open('/', ada, camera);
  await useLandscapeCamera(studio.context());
  await studio.goto('/studio');
  await expectPreview(studio);
  await shoot(studio, 'studio-preview');
  const check = await openCheck(studio);
  await expect(check.getByRole('button', { name: 'Check again' })).toBeVisible();
  await shoot(studio, 'studio-connection-check');
  await studio.keyboard.press('Escape');
  await studio.getByRole('button', { name: 'Show a preview picture' }).click();
  const picture = studio.waitForResponse((response) => response.url().endsWith('/api/stream/thumbnail'));
  await startBroadcast(studio);

  const watching = await open('/watch/ada', vera);
  await expectMovingPicture(watching.getByLabel('Live video'));
  const other = await open('/watch/ada', victor);
  await expectMovingPicture(other.getByLabel('Live video'));
  await sendMessage(watching, 'What a sky! Where is this?');
  await sendMessage(other, 'hello from Lisbon');
  await sendMessage(watching, '@victor hi! First time here?');
  const chat = `/api/chat/${ada.id}/messages`;
  const { body: messages } = await call(stack, ada, 'GET', chat);
  const [question] = messages.data as unknown as { id: string }[];
  await call(stack, ada, 'POST', chat, { text: 'The hills behind our house, an hour ago', replyTo: question?.id });
  await expect(log(other).getByText('an hour ago')).toBeVisible();
  await shoot(watching, 'watch-live');
  await shoot(other, 'watch-live-mentioned');
  await shoot(studio, 'studio-live');
  await openTab(studio, 'Viewers');
  await shoot(studio, 'studio-live-viewers');
  await openTab(studio, 'Devices');
  await shoot(studio, 'studio-live-devices');

  await picture;
  const guest = await open('/', null);
  await expect(guest.getByText('Analytical engines, live').first()).toBeVisible();
  await shoot(guest, 'home-live');
  await guest.goto('/embed/ada');
  await expectMovingPicture(guest.getByLabel('Live video'));
  await shoot(guest, 'embed');
  for (const [path, name] of [['/chat/ada', 'chat-window'], ['/chat/ada?overlay=1', 'chat-overlay']] as const) {
    await guest.goto(path);
    await expect(guest.getByText('an hour ago')).toBeVisible();
    await shoot(guest, name);
  }

  await endBroadcast(studio);
  await shoot(studio, 'studio-ended');
  await expect(watching.getByRole('region', { name: 'Broadcast summary' })).toBeVisible();
  await shoot(watching, 'watch-ended');
  await guest.goto('/user/ada');
  await expect(guest.getByRole('link', { name: 'Analytical engines, live' }).first()).toBeVisible();
  await shoot(guest, 'creator-past');
});

test('the picture of the README', async ({ open }) => {
  const page = await open('/', null);
  const source = (name: string, width: number, theme: 'light' | 'dark') => `data:image/png;base64,${readFileSync(pathOf(name, width, theme), 'base64')}`;
  await page.setViewportSize({ width: 1600, height: 940 });
  await page.setContent(`
    <body style="margin: 0; height: 100vh; background: linear-gradient(135deg, #f1ebe3, #d9cfc2)">
      <img src="${source('studio-live', 1440, 'light')}" alt="" style="position: absolute; left: 50px; top: 50px; width: 1240px; border-radius: 14px; box-shadow: 0 24px 60px rgb(0 0 0 / 22%)" />
      <img src="${source('watch-live', 390, 'dark')}" alt="" style="position: absolute; right: 50px; top: 250px; width: 290px; border: 9px solid #171614; border-radius: 30px; box-shadow: 0 24px 60px rgb(0 0 0 / 35%)" />
    </body>`);
  await page.screenshot({ path: `${FOLDER}/readme.png` });
});
