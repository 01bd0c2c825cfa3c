// What people do in a chat, and what they see of it.
import { expect, type Locator, type Page } from '@playwright/test';
import { call, type Answer, type Person, type Stack } from './stack';

export function log(page: Page): Locator {
  return page.getByRole('log', { name: 'Chat' });
}

export function field(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Message' });
}

export async function says(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

/** A message that is in the chat: what is only on its way is no item to who listens. */
export async function sees(page: Page, text: string): Promise<void> {
  await expect(log(page).getByRole('listitem').getByText(text, { exact: true })).toBeVisible();
}

/** Opens what can be done about somebody's message. */
export async function opensOptions(page: Page, text: string): Promise<Locator> {
  const line = log(page).getByRole('listitem').filter({ hasText: text });
  await line.getByRole('button', { name: /Options for/ }).click();
  return line.getByRole('group', { name: 'Options' });
}

/** As a client does it that was changed to ignore what the page says. */
export async function post(stack: Stack, who: Person, hostId: string, text: string): Promise<Answer> {
  return call(stack, who, 'POST', `/api/chat/${hostId}/messages`, { text });
}

/** Loads a guest's page again, and returns the room token that it was given. */
export async function guestsToken(page: Page): Promise<string> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/viewer/token') && response.ok());
  await page.reload();
  const { data } = (await (await answered).json()) as { data: { token: string } };
  return data.token;
}

export async function postAsGuest(stack: Stack, roomToken: string, hostId: string, text: string): Promise<number> {
  const response = await fetch(`${stack.url}/api/chat/${hostId}/messages`, {
    method: 'POST',
    headers: { 'x-viewer-token': roomToken, 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  return response.status;
}

export async function setChat(stack: Stack, host: Person, settings: Record<string, boolean>): Promise<void> {
  const { status } = await call(stack, host, 'PUT', '/api/stream/chat-settings', settings);
  if (status !== 200) throw new Error(`the chat's settings are refused: ${status}`);
}
