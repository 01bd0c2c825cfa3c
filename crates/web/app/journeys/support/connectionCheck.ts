// Helpers for the connection check of the studio.
import type { Locator, Page } from '@playwright/test';

export async function openCheck(studio: Page): Promise<Locator> {
  await studio.getByRole('button', { name: 'Check connection' }).click();
  return studio.getByRole('dialog', { name: 'Connection check' });
}

export function checkStep(check: Locator, name: string): Locator {
  return check.getByRole('listitem').filter({ hasText: name });
}
