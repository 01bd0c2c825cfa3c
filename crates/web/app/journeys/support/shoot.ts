// Takes pictures of a page in all sizes and both themes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** A phone and a computer, in CSS pixels. */
const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];

/** Where the pictures are. */
export const FOLDER = process.env.ONAIR_SCREENSHOTS ?? 'test-results/screenshots';

export function pathOf(name: string, width: number, theme: 'light' | 'dark'): string {
  return join(FOLDER, `${name}-${width}-${theme}.png`);
}

/** Writes `{name}-{width}-{theme}.png`. The page must have its content already. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.bringToFront();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await settle(page);
      await page.screenshot({ path: pathOf(name, size.width, theme) });
    }
  }
}

/** Waits until pictures and fonts are loaded, and the page has been laid out and painted. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map(async (image) => image.decode().catch(() => undefined)));
    const painted = async () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await painted();
    await Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(async ({ finished }) => finished.catch(() => undefined)));
    await painted();
  });
}
