// Languages: German by the browser's preference, English by choice, and every page from right to left.
import type { Page } from '@playwright/test';
import { german } from '../src/i18n/de/index';
import { account } from '../src/i18n/en/account';
import { chat } from '../src/i18n/en/chat';
import { common } from '../src/i18n/en/common';
import { devices } from '../src/i18n/en/devices';
import { shell } from '../src/i18n/en/shell';
import { social } from '../src/i18n/en/social';
import { studio } from '../src/i18n/en/studio';
import { watch } from '../src/i18n/en/watch';
import type { Catalogue, Message } from '../src/i18n/message';
import { expectAccessible } from './support/axe';
import { expect, test } from './support/journey';
import { call, createPerson } from './support/stack';

/** The English texts that are different in German. */
const ENGLISH = new Set(
  [account, chat, common, devices, shell, social, studio, watch]
    .flatMap((area) => Object.values(area) as Message<never, string>[])
    .filter(({ area, key, source }) => (german as Catalogue)[area]?.[key] !== source)
    .map(({ source }) => source)
    .filter((source) => typeof source === 'string'),
);

/** What people read or hear on the page. */
async function textsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [document.title];
    for (const element of document.body.querySelectorAll('*:not(script, style)')) {
      for (const node of element.childNodes) if (node instanceof Text) texts.push(node.data.trim());
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) texts.push(element.getAttribute(name) ?? '');
    }
    return texts.filter((text) => text !== '');
  });
}

async function expectGerman(page: Page): Promise<void> {
  const texts = await textsOn(page);
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.filter((text) => ENGLISH.has(text)), page.url()).toEqual([]);
  await expectAccessible(page);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  const [scrolled, shown] = await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
    const { scrollWidth, clientWidth } = document.documentElement;
    document.documentElement.dir = 'ltr';
    return [scrollWidth, clientWidth];
  });
  expect.soft(scrolled, `${page.url()} from right to left`).toBe(shown);
}

test('the page speaks the language of the browser, or the chosen one', async ({ stack, creator, viewer, open }) => {
  const ada = await creator('Watercolour');
  const fan = await viewer();
  await call(stack, fan, 'POST', `/api/social/follow/${ada.id}`);
  const inGerman = { locale: 'de-DE' };

  const page = await open(`/watch/${ada.username}`, fan, inGerman);
  await test.step('the watch page in German', async () => {
    await expect(page.getByText(`${ada.username} ist offline`)).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.getByRole('link', { name: '1 Follower' })).toBeVisible();
    await expectGerman(page);
    await expectNoSidewaysScroll(page);
  });

  await test.step('plurals, and the title of the window', async () => {
    await page.goto(`/user/${ada.username}/followers`);
    await expect(page.getByText('1 Person', { exact: true })).toBeVisible();
    await expect(page).toHaveTitle(/^Follower von .+ · Onair$/);
    await call(stack, await viewer(), 'POST', `/api/social/follow/${ada.id}`);
    await page.reload();
    await expect(page.getByText('2 Personen', { exact: true })).toBeVisible();
    await expectNoSidewaysScroll(page);
  });

  await test.step('dates, and a validation error of the service', async () => {
    const admin = await open('/admin/users', createPerson(stack, 'admin', ['admin']), inGerman);
    await expect(admin.getByText(/^Zuerst gesehen/).first()).toHaveText(/Zuerst gesehen \d{1,2}\.\d{1,2}\.\d{4}, \d{2}:\d{2}/);
    await expectNoSidewaysScroll(admin);
    const newcomer = await open('/studio', await creator(null), inGerman);
    await newcomer.getByRole('button', { name: 'Speichern und weiter' }).click();
    await expect(newcomer.getByRole('textbox', { name: 'Titel' })).toHaveAccessibleDescription(/darf nicht leer sein/);
    await expectGerman(newcomer);
    await expectNoSidewaysScroll(newcomer);
  });

  await test.step('English by the account menu, without a reload, by the keyboard, and remembered', async () => {
    await page.getByRole('button', { name: /^Kontomenü/ }).press('Enter');
    const language = page.getByRole('combobox', { name: 'Sprache' });
    await language.focus();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('combobox', { name: 'Language' })).toBeFocused();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page).toHaveTitle(/^Followers of /);
    await expectAccessible(page);
    await page.reload();
    await expect(page.getByText('2 people', { exact: true })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  await test.step('a guest chooses it in the header, and other tabs follow', async () => {
    const guest = await open('/', null, inGerman);
    await expect(guest.getByRole('heading', { name: 'Jetzt live' })).toBeVisible();
    const other = await guest.context().newPage();
    await other.goto('/sign-in');
    await expect(other.getByRole('heading', { name: 'Anmelden' })).toBeVisible();
    await guest.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
    await expect(guest.getByRole('heading', { name: 'Live now' })).toBeVisible();
    await expect(other.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
    await expectNoSidewaysScroll(guest);
    await expectNoSidewaysScroll(other);
  });
});
