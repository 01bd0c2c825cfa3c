// An admin, and what they do on their page.
import { expect, type Page } from '@playwright/test';
import { introduce, somebody, type Person, type Stack } from './stack';

export async function anAdmin(stack: Stack): Promise<Person> {
  const admin = somebody(stack, 'admin', ['admin']);
  await introduce(stack, admin);
  return admin;
}

/** Says why, in the dialog that asks for it. */
export async function saysWhy(page: Page, title: string | RegExp, reason: string, label: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: label }).click();
  await expect(dialog).toBeHidden();
}
