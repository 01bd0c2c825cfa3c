// The chat: creator, viewers, guests and the chat settings.
import { expectAccessible } from './support/axe';
import { field, guestToken, log, openMessageOptions, post, postAsGuest, sendMessage, expectMessage, setChat } from './support/chat';
import { expect, test } from './support/journey';
import { joinAsParticipant } from './support/rawParticipant';
import { expectMovingPicture } from './support/media';
import { call } from './support/stack';
import { startBroadcast } from './support/studio';

test('a creator, a viewer and a guest chat, and a late viewer reads the earlier messages', async ({ creator, viewer, open }) => {
  const ada = await creator('Let’s talk');
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  const guest = await open(`/watch/${ada.username}`, null);
  await sendMessage(page, 'Hello from Vera');
  await sendMessage(guest, 'And from a guest');
  await sendMessage(studio, 'Welcome, both');
  for (const one of [page, guest, studio]) {
    for (const text of ['Hello from Vera', 'And from a guest', 'Welcome, both']) await expectMessage(one, text);
  }
  await expect(log(page).getByText('Host', { exact: true })).toBeVisible();
  await expect(log(studio).getByText('Guest', { exact: true })).toBeVisible();
  await sendMessage(studio, `@${vera.username} which one?`);
  await expect(log(page).getByRole('listitem').filter({ hasText: 'which one?' }).getByText('To you, from')).toBeAttached();
  await expect(log(guest).getByText('which one?')).toBeVisible();
  await expect(log(guest).getByText('To you, from')).toHaveCount(0);

  await test.step('a reply quotes its original, and leads to it', async () => {
    await sendMessage(guest, 'What is that blue glaze?');
    const original = log(page).getByRole('listitem').filter({ hasText: 'What is that blue glaze?' });
    await original.hover();
    await original.getByRole('button', { name: /^Reply to/ }).click();
    await expect(field(page)).toBeFocused();
    await expect(field(page)).toHaveAccessibleDescription(/^Replying to .*What is that blue glaze\?/u);
    await page.keyboard.press('Escape');
    await expect(page.getByText(/^Replying to/)).toHaveCount(0);
    // By the keyboard: the newest message is one tab stop before the field.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await sendMessage(page, 'Cobalt, I think');
    const reply = log(guest).getByRole('listitem').filter({ hasText: 'Cobalt, I think' });
    await expect(reply.getByText('To you, from')).toBeAttached();
    await expectAccessible(guest, 'a reply');
    await reply.getByRole('button', { name: /Reply to .*What is that blue glaze\?/u }).click();
    await expect(log(guest).locator('li:focus')).toContainText('What is that blue glaze?');
    await expect(log(guest).locator('li:focus')).not.toContainText('Cobalt');
  });

  await test.step('a removed original stays in no quote, and can’t be answered', async () => {
    const original = log(studio).getByRole('listitem').filter({ hasText: 'What is that blue glaze?', hasNotText: 'Cobalt' });
    await original.hover();
    await original.getByRole('button', { name: /^Reply to/ }).click();
    await field(studio).fill('Indeed');
    await original.hover();
    await original.getByRole('button', { name: /Options for/ }).click();
    await original.getByRole('button', { name: 'Remove message' }).click();
    for (const one of [page, guest, studio]) {
      await expect(log(one).getByText('What is that blue glaze?')).toHaveCount(0);
      await expect(log(one).getByRole('listitem').filter({ hasText: 'Cobalt, I think' })).toContainText('Message removed');
    }
    await field(studio).press('Enter');
    await expect(studio.getByText('The message you replied to was removed.')).toBeVisible();
    await expect(field(studio)).toHaveValue('Indeed');
    await field(studio).press('Enter');
    await expectMessage(guest, 'Indeed');
  });

  await page.getByRole('button', { name: 'Emoji' }).click();
  await page.getByRole('dialog', { name: 'Emoji' }).getByRole('menuitem').first().click();
  await expect(field(page)).toHaveValue(/^\p{Emoji}/u);
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeFocused();
  await expectAccessible(page);
  await expectAccessible(studio);

  const late = await open(`/watch/${ada.username}`, await viewer());
  await expectMessage(late, 'Hello from Vera');
  await expectMessage(late, 'Welcome, both');
  await page.reload();
  await expectMessage(page, 'And from a guest');
});

test('messages are plain text with links, without markup or bidirectional control characters', async ({ creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const page = await open(`/watch/${ada.username}`, await viewer());
  const markup = '<img src=x onerror="document.title=1"><b>bold</b> &amp;';
  await sendMessage(page, markup);
  await expectMessage(studio, markup);
  await sendMessage(page, 'see \u202ehttps://example.com/a?b=c, and javascript:alert(1)');
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

test('followers-only mode applies immediately, also to modified clients, and lets followers write', async ({
  stack,
  creator,
  viewer,
  open,
}) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  await sendMessage(page, 'Still open');
  await expectMessage(studio, 'Still open');
  await studio.getByRole('switch', { name: /followers/i }).click();
  await expect(page.getByText(/Only followers of .* may write/)).toBeVisible();
  await expect(field(page)).toHaveCount(0);
  const { status, body } = await post(stack, vera, ada.id, 'I ignore your page');
  expect([status, body.code]).toEqual([403, 'CHAT_FOLLOWERS_ONLY']);

  await page.getByRole('log', { name: 'Chat' }).locator('xpath=ancestor::section[1]').getByRole('button', { name: /^Follow/ }).click();
  await sendMessage(page, 'Now I follow');
  await expectMessage(studio, 'Now I follow');
  await expect(log(studio).getByText('I ignore your page')).toHaveCount(0);
});

test('a delayed message reaches others after 3 s, and never if it is removed first', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  await setChat(stack, ada, { isChatDelayed: true });
  const page = await open(`/watch/${ada.username}`, await viewer());
  const other = await open(`/watch/${ada.username}`, await viewer());
  await expect(field(page)).toBeVisible();
  await expect(field(other)).toBeVisible();

  await sendMessage(page, 'Taken back');
  await expectMessage(page, 'Taken back');
  await expectMessage(studio, 'Taken back');
  const options = await openMessageOptions(studio, 'Taken back');
  await options.getByRole('button', { name: 'Remove message' }).click();
  await expect(log(page).getByText('Taken back')).toHaveCount(0);

  const sentAt = Date.now();
  await sendMessage(page, 'In three seconds');
  await expectMessage(studio, 'In three seconds');
  await expectMessage(other, 'In three seconds');
  expect(Date.now() - sentAt).toBeGreaterThanOrEqual(3_000);
  await expect(log(other).getByText('Taken back')).toHaveCount(0);
});

test('a block disconnects a viewer immediately from the stream and the chat', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  await expectMovingPicture(page.getByLabel('Live video'));
  await sendMessage(page, 'Something rude');
  const options = await openMessageOptions(studio, 'Something rude');
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

test('a guest’s sixth message exceeds the rate limit', async ({ stack, creator, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const guest = await open(`/watch/${ada.username}`, null);
  const token = await guestToken(guest);
  await expect(field(guest)).toBeVisible();
  // Sent concurrently: a machine that runs several browsers can't type this fast.
  const quick = ['one', 'two', 'three', 'four'].map((text) => postAsGuest(stack, token, ada.id, text));
  expect(await Promise.all(quick)).toEqual([201, 201, 201, 201]);
  await sendMessage(guest, 'five');
  await expectMessage(guest, 'five');
  await sendMessage(guest, 'six');
  await expect(guest.getByText('You or other guests on your network are sending messages too fast.')).toBeVisible();
  await expect(field(guest)).toHaveValue('six');
  await expect(log(studio).getByText('six', { exact: true })).toHaveCount(0);
  await expect(guest.getByRole('button', { name: 'Send' })).toBeEnabled({ timeout: 15_000 });
  await field(guest).press('Enter');
  await expectMessage(studio, 'six');
});

test('a removed message disappears for everyone, and a removed viewer is disconnected', async ({ creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const page = await open(`/watch/${ada.username}`, await viewer());
  const other = await open(`/watch/${ada.username}`, null);
  await sendMessage(page, 'Off topic');
  await expectMessage(other, 'Off topic');
  await (await openMessageOptions(studio, 'Off topic')).getByRole('button', { name: 'Remove message' }).click();
  for (const one of [page, other, studio]) await expect(log(one).getByText('Off topic')).toHaveCount(0);

  await studio.getByRole('tab', { name: 'Viewers' }).click();
  const viewers = studio.getByRole('list', { name: 'Viewers' });
  await viewers.getByRole('button', { name: /Remove viewer-/ }).click();
  const question = studio.getByRole('alertdialog', { name: /Remove/ });
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('You were removed from this stream')).toBeVisible();
});

test('disabling the chat is shown to everyone', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const vera = await viewer();
  const page = await open(`/watch/${ada.username}`, vera);
  await expect(field(page)).toBeVisible();
  await setChat(stack, ada, { isChatEnabled: false });
  await expect(page.getByText(/turned the chat off/)).toBeVisible();
  await expect(studio.getByText(/You turned the chat off/)).toBeVisible();
  expect((await post(stack, vera, ada.id, 'Hello?')).body.code).toBe('CHAT_DISABLED');
  expect((await post(stack, ada, ada.id, 'Me neither')).body.code).toBe('CHAT_DISABLED');
});

test('chat packets forged by a participant are ignored', async ({ stack, creator, viewer, open }) => {
  const ada = await creator();
  const studio = await open('/studio', ada);
  await startBroadcast(studio);
  const page = await open(`/watch/${ada.username}`, await viewer());
  await sendMessage(page, 'A real message');
  await expectMessage(studio, 'A real message');
  const history = await call(stack, ada, 'GET', `/api/chat/${ada.id}/messages`);
  const [real] = history.body.data as unknown as { id: string; seq: number }[];
  const forgedMessage = (seq: number) => ({
    type: 'message',
    id: `forged-${seq}`,
    seq,
    text: 'Send me money',
    sentAt: new Date().toISOString(),
    author: { id: ada.id, name: ada.username, isHost: true, isGuest: false },
  });
  const observer = await joinAsParticipant(stack, await viewer(), ada.id);
  const attacker = await joinAsParticipant(stack, await viewer(), ada.id);
  try {
    // Immediately, while other clients don't know the participant yet, and again when they do.
    for (const seq of [2, 3]) {
      await attacker.publishChatPacket(forgedMessage(seq));
      await attacker.publishChatPacket({ type: 'removed', id: real?.id });
      // LiveKit delivers them to everyone; otherwise the test would prove nothing.
      await expect.poll(() => observer.receivedPackets.filter((packet) => packet.includes(`forged-${seq}`)).length).toBe(1);
      await sendMessage(page, `Honest ${seq}`);
      for (const one of [page, studio]) {
        await expectMessage(one, `Honest ${seq}`);
        await expectMessage(one, 'A real message');
        await expect(log(one).getByText('Send me money')).toHaveCount(0);
      }
      await expect(studio.getByText('3 viewers')).toBeVisible();
    }
  } finally {
    await Promise.all([observer.leave(), attacker.leave()]);
  }
});
