// Helpers for the studio.
import { expect, type Page } from '@playwright/test';

export async function expectPreview(page: Page): Promise<void> {
  await expect(page.getByLabel('Your camera')).toBeVisible();
  await expect(page.getByText('Only you see this')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go live' })).toBeEnabled();
}

export async function startBroadcast(page: Page): Promise<void> {
  await expectPreview(page);
  await page.getByRole('button', { name: 'Go live' }).click();
  await expectOnAir(page);
}

export async function expectOnAir(page: Page): Promise<void> {
  await expect(page.getByText('On air', { exact: true })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Stream controls' })).toBeVisible();
}

export async function endBroadcast(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'End stream' }).click();
  const question = page.getByRole('alertdialog', { name: 'End the stream?' });
  await question.getByRole('button', { name: 'End stream' }).click();
  await expect(page.getByText('Your broadcast has ended')).toBeVisible();
}

/** By the keyboard: notices that appear meanwhile move the tab. */
export async function openTab(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name });
  await tab.focus();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}
