// Helpers for admins.
import { expect, type Page } from '@playwright/test';
import { registerUser, createPerson, type Person, type Stack } from './stack';

export async function createAdmin(stack: Stack): Promise<Person> {
  const admin = createPerson(stack, 'admin', ['admin']);
  await registerUser(stack, admin);
  return admin;
}

/** Enters the reason in the dialog and confirms. */
export async function submitReason(page: Page, title: string | RegExp, reason: string, label: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: label }).click();
  await expect(dialog).toBeHidden();
}
