// Helpers for admins.
import { expect, type Locator, type Page } from '@playwright/test';
import { registerUser, createPerson, type Person, type Stack } from './stack';

export async function createAdmin(stack: Stack): Promise<Person> {
  const admin = createPerson(stack, 'admin', ['admin']);
  await registerUser(stack, admin);
  return admin;
}

/** Reads further pages of a list until an item is visible: other journeys have items in the list, too. */
export async function readUntilVisible(page: Page, item: Locator): Promise<void> {
  const more = page.getByRole('button', { name: 'Show more', exact: true });
  const isVisibleOnNextPage = async () => {
    // The button disappears with the last page.
    if (await more.isVisible()) await more.click({ timeout: 5_000 }).catch(() => undefined);
    return item.isVisible();
  };
  await expect.poll(async () => (await item.isVisible()) || isVisibleOnNextPage(), { message: 'the item is listed' }).toBe(true);
}

/** Enters the reason in the dialog and confirms. */
export async function submitReason(page: Page, title: string | RegExp, reason: string, label: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: label }).click();
  await expect(dialog).toBeHidden();
}
