// Talking beside a broadcast: creator, viewers, guests, and the rules that bind them.
import { expectAccessible } from './support/axe';
import { field, guestsToken, log, opensOptions, post, postAsGuest, says, sees, setChat } from './support/chat';
import { expect, test } from './support/journey';
import { joins } from './support/intruder';
import { expectMovingPicture } from './support/media';
import { call } from './support/stack';
import { goesLive } from './support/studio';

test('a creator, a viewer and a guest chat, and who comes late reads what was said', async ({ creator, viewer, open }) => {
  const ada = await creator('Let’s talk');
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  const guest = await open(`/watch/${ada.username}`, null);
  await says(page, 'Hello from Vera');
  await says(guest, 'And from a guest');
  await says(studio, 'Welcome, both');
  for (const one of [page, guest, studio]) {
    for (const text of ['Hello from Vera', 'And from a guest', 'Welcome, both']) await sees(one, text);
  }
  await expect(log(page).getByText('Host', { exact: true })).toBeVisible();
  await expect(log(studio).getByText('Guest', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectAccessible(studio);

  const late = await open(`/watch/${ada.username}`, await viewer());
  await sees(late, 'Hello from Vera');
  await sees(late, 'Welcome, both');
  await page.reload();
  await sees(page, 'And from a guest');
});

test('text is text: no markup, nothing turned around, and links are links', async ({ creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const page = await open(`/watch/${ada.username}`, await viewer());
  const markup = '<img src=x onerror="document.title=1"><b>bold</b> &amp;';
  await says(page, markup);
  await sees(studio, markup);
  await says(page, 'see \u202ehttps://example.com/a?b=c, and javascript:alert(1)');
  const line = log(studio).getByRole('listitem').filter({ hasText: 'https://example.com' });
  const link = line.getByRole('link');
  await expect(link).toHaveCount(1);
  await expect(link).toHaveAttribute('href', 'https://example.com/a?b=c');
  await expect(link).toHaveAttribute('rel', /noopener/);
  expect(await line.textContent()).not.toContain('\u202e');
  await field(page).fill('x'.repeat(501));
  await expect(page.getByText(/1 character over/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
});

test('followers-only binds a non-follower at once, whatever client they use, and lets a follower write', async ({
  stack,
  creator,
  viewer,
  open,
}) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  await says(page, 'Still open');
  await sees(studio, 'Still open');
  await studio.getByRole('switch', { name: /followers/i }).click();
  await expect(page.getByText(/Only followers of .* may write/)).toBeVisible();
  await expect(field(page)).toHaveCount(0);
  const { status, body } = await post(stack, vera, ada.id, 'I ignore your page');
  expect([status, body.code]).toEqual([403, 'CHAT_FOLLOWERS_ONLY']);

  await page.getByRole('log', { name: 'Chat' }).locator('xpath=ancestor::section[1]').getByRole('button', { name: /^Follow/ }).click();
  await says(page, 'Now I follow');
  await sees(studio, 'Now I follow');
  await expect(log(studio).getByText('I ignore your page')).toHaveCount(0);
});

test('a delayed message reaches the others 3 s later, and never if it was removed before', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  await setChat(stack, ada, { isChatDelayed: true });
  const page = await open(`/watch/${ada.username}`, await viewer());
  const other = await open(`/watch/${ada.username}`, await viewer());
  await expect(field(page)).toBeVisible();
  await expect(field(other)).toBeVisible();

  await says(page, 'Taken back');
  await sees(page, 'Taken back');
  await sees(studio, 'Taken back');
  const options = await opensOptions(studio, 'Taken back');
  await options.getByRole('button', { name: 'Remove message' }).click();
  await expect(log(page).getByText('Taken back')).toHaveCount(0);

  await says(page, 'In three seconds');
  await sees(studio, 'In three seconds');
  const sentAt = Date.now();
  await expect(log(other).getByText('In three seconds')).toHaveCount(0);
  await sees(other, 'In three seconds');
  const waited = Date.now() - sentAt;
  expect(waited).toBeGreaterThan(2_000);
  await expect(log(other).getByText('Taken back')).toHaveCount(0);
});

test('a block throws out at once, and closes chat and stream', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  await expectMovingPicture(page.getByLabel('Live video'));
  await says(page, 'Something rude');
  const options = await opensOptions(studio, 'Something rude');
  await options.getByRole('button', { name: 'Block' }).click();
  const question = studio.getByRole('alertdialog', { name: /Block/ });
  await question.getByRole('button', { name: 'Block' }).click();
  await expect(page.getByText(`${ada.username} has blocked you`)).toBeVisible();
  await expect(page.getByLabel('Live video')).toHaveCount(0);
  await expect(log(page)).toHaveCount(0);
  const refused = [
    await post(stack, vera, ada.id, 'Again'),
    await call(stack, vera, 'POST', '/api/viewer/token', { hostId: ada.id }),
    await call(stack, vera, 'GET', `/api/chat/${ada.id}/messages`),
  ];
  expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual(['403 BLOCKED', '403 BLOCKED', '403 BLOCKED']);
});

test('a guest chats, and is throttled at the sixth message', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  const token = await guestsToken(guest);
  await expect(field(guest)).toBeVisible();
  // In one breath, as no machine that is busy with browsers could type it.
  const quick = ['one', 'two', 'three', 'four'].map((text) => postAsGuest(stack, token, ada.id, text));
  expect(await Promise.all(quick)).toEqual([201, 201, 201, 201]);
  await says(guest, 'five');
  await sees(guest, 'five');
  await says(guest, 'six');
  await expect(guest.getByText('You are sending messages too fast.')).toBeVisible();
  await expect(field(guest)).toHaveValue('six');
  await expect(log(studio).getByText('six', { exact: true })).toHaveCount(0);
  await expect(guest.getByRole('button', { name: 'Send' })).toBeEnabled({ timeout: 15_000 });
  await field(guest).press('Enter');
  await sees(studio, 'six');
});

test('what a creator removes disappears for everybody, and whom they remove is out', async ({ creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const page = await open(`/watch/${ada.username}`, await viewer());
  const other = await open(`/watch/${ada.username}`, null);
  await says(page, 'Off topic');
  await sees(other, 'Off topic');
  await (await opensOptions(studio, 'Off topic')).getByRole('button', { name: 'Remove message' }).click();
  for (const one of [page, other, studio]) await expect(log(one).getByText('Off topic')).toHaveCount(0);

  await studio.getByText('Viewers', { exact: true }).click();
  const viewers = studio.getByRole('list', { name: 'Viewers' });
  await viewers.getByRole('button', { name: /Remove viewer-/ }).click();
  const question = studio.getByRole('alertdialog', { name: /Remove/ });
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('You were removed from this stream')).toBeVisible();
});

test('the creator switches the chat off, and everybody is told', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  await expect(field(page)).toBeVisible();
  await setChat(stack, ada, { isChatEnabled: false });
  await expect(page.getByText(/turned the chat off/)).toBeVisible();
  await expect(studio.getByText(/You turned the chat off/)).toBeVisible();
  expect((await post(stack, vera, ada.id, 'Hello?')).body.code).toBe('CHAT_DISABLED');
  expect((await post(stack, ada, ada.id, 'Me neither')).body.code).toBe('CHAT_DISABLED');
});

test('packets that a client makes up change nothing on anybody’s screen', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await goesLive(studio);
  const page = await open(`/watch/${ada.username}`, await viewer());
  await says(page, 'A real message');
  await sees(studio, 'A real message');
  const history = await call(stack, ada, 'GET', `/api/chat/${ada.id}/messages`);
  const [real] = history.body.data as unknown as { id: string; seq: number }[];
  const forged = (seq: number) => ({
    type: 'message',
    id: `forged-${seq}`,
    seq,
    text: 'Send me money',
    sentAt: new Date().toISOString(),
    author: { id: ada.id, name: ada.username, isHost: true, isGuest: false },
  });
  const witness = await joins(stack, await viewer(), ada.id);
  const intruder = await joins(stack, await viewer(), ada.id);
  try {
    // At once, while nobody has been told yet that they are there, and again when everybody has.
    for (const seq of [2, 3]) {
      await intruder.forges(forged(seq));
      await intruder.forges({ type: 'removed', id: real?.id });
      // LiveKit brings them to everybody, or this would prove nothing.
      await expect.poll(() => witness.heard.filter((packet) => packet.includes(`forged-${seq}`)).length).toBe(1);
      await says(page, `Honest ${seq}`);
      for (const one of [page, studio]) {
        await sees(one, `Honest ${seq}`);
        await sees(one, 'A real message');
        await expect(log(one).getByText('Send me money')).toHaveCount(0);
      }
      await expect(studio.getByText('3 viewers')).toBeVisible();
    }
  } finally {
    await Promise.all([witness.leaves(), intruder.leaves()]);
  }
});
