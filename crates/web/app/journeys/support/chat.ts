// Helpers for the chat.
import { expect, type Locator, type Page } from '@playwright/test';
import { call, type Answer, type Person, type Stack } from './stack';

export function log(page: Page): Locator {
  return page.getByRole('log', { name: 'Chat' });
}

export function field(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Message' });
}

export async function sendMessage(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

/** Waits for a message in the list. A message that is being sent doesn't count. */
export async function expectMessage(page: Page, text: string): Promise<void> {
  await expect(log(page).getByRole('listitem').getByText(text, { exact: true })).toBeVisible();
}

/** Opens the options of a message. */
export async function openMessageOptions(page: Page, text: string): Promise<Locator> {
  const line = log(page).getByRole('listitem').filter({ hasText: text });
  await line.getByRole('button', { name: /Options for/ }).click();
  return line.getByRole('group', { name: 'Options' });
}

/** Posts a message directly to the API, like a modified client. */
export async function post(stack: Stack, who: Person, hostId: string, text: string): Promise<Answer> {
  return call(stack, who, 'POST', `/api/chat/${hostId}/messages`, { text });
}

/** Reloads a guest's page and returns the new room token. */
export async function guestToken(page: Page): Promise<string> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/viewer/token') && response.ok());
  await page.reload();
  const { data } = (await (await answered).json()) as { data: { token: string } };
  return data.token;
}

export async function postAsGuest(stack: Stack, roomToken: string, hostId: string, text: string): Promise<number> {
  const response = await fetch(`${stack.url}/api/chat/${hostId}/messages`, {
    method: 'POST',
    headers: { connection: 'close', 'x-viewer-token': roomToken, 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  return response.status;
}

export async function setChat(stack: Stack, host: Person, settings: Record<string, boolean>): Promise<void> {
  const { status } = await call(stack, host, 'PUT', '/api/stream/chat-settings', settings);
  if (status !== 200) throw new Error(`the chat's settings are refused: ${status}`);
}
