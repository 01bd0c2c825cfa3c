// Accessibility checks with axe-core: WCAG 2.2 AA and best practices.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function expectAccessible(page: Page, what = page.url()): Promise<void> {
  const rules = { 'label-content-name-mismatch': { enabled: true }, 'target-size': { enabled: true } };
  await expectNoViolations(new AxeBuilder({ page }).options({ rules, runOnly: RULES, resultTypes: ['violations'] }), what);
}

/** Checks the colours in dark mode, and everything in light mode. */
export async function expectAccessibleInBothSchemes(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectNoViolations(new AxeBuilder({ page }).withRules(['color-contrast']), `${what}, dark`);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expectAccessible(page, `${what}, light`);
}

async function expectNoViolations(axe: AxeBuilder, what: string): Promise<void> {
  // Without frames, whose results axe collects on a page of its own.
  const { violations } = await axe.setLegacyMode().analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${any[0]?.message ?? ''} ${html.slice(0, 160)}`));
  expect.soft(found, what).toEqual([]);
}
