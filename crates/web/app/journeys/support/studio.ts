// What a creator does in the studio, in a creator's words.
import { expect, type Page } from '@playwright/test';

export async function seesThePreview(page: Page): Promise<void> {
  await expect(page.getByLabel('Your camera')).toBeVisible();
  await expect(page.getByText('Only you see this')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go live' })).toBeEnabled();
}

export async function goesLive(page: Page): Promise<void> {
  await seesThePreview(page);
  await page.getByRole('button', { name: 'Go live' }).click();
  await isOnAir(page);
}

export async function isOnAir(page: Page): Promise<void> {
  await expect(page.getByText('On air', { exact: true })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Stream controls' })).toBeVisible();
}

export async function ends(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'End stream' }).click();
  const question = page.getByRole('alertdialog', { name: 'End the stream?' });
  await question.getByRole('button', { name: 'End stream' }).click();
  await expect(page.getByText('Your broadcast has ended')).toBeVisible();
}
