// What can be checked about accessibility without a library: names, labels, headings, and nothing that
// sticks out of the screen.
import { expect, type Page } from '@playwright/test';

export async function expectAccessible(page: Page): Promise<void> {
  expect(await page.evaluate(faults)).toEqual([]);
}

/** The same page on the narrowest phones there are, without loading it again. */
export async function expectToFitNarrowPhones(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 700 });
    expect(await page.evaluate(faults), `${width} pixels wide`).toEqual([]);
  }
  if (before) await page.setViewportSize(before);
}

function faults(): string[] {
  const found: string[] = [];
  const text = (element: Element | null) => element?.textContent?.trim() ?? '';
  const byIds = (ids: string | null) => (ids ?? '').split(/\s+/).map((id) => text(document.getElementById(id))).join(' ').trim();
  const nameOf = (element: HTMLElement): string => {
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])].map(text).join(' ') : '';
    const isFilled = element.matches('input, select, textarea');
    return (
      element.getAttribute('aria-label')?.trim() ||
      byIds(element.getAttribute('aria-labelledby')) ||
      labels.trim() ||
      (isFilled ? '' : text(element)) ||
      element.title
    );
  };
  const isSeen = (element: HTMLElement) => element.checkVisibility() && !element.closest('[aria-hidden="true"], [inert]');

  const controls = 'a[href], button, input, select, textarea, video, [role="meter"], [role="dialog"], [role="alertdialog"], [role="group"]';
  for (const element of document.querySelectorAll<HTMLElement>(controls)) {
    if (isSeen(element) && !nameOf(element)) found.push(`without a name: ${element.outerHTML.slice(0, 120)}`);
  }
  for (const image of document.querySelectorAll('img:not([alt])')) found.push(`without alt: ${image.outerHTML.slice(0, 120)}`);
  for (const field of document.querySelectorAll('[aria-describedby]')) {
    for (const id of field.getAttribute('aria-describedby')?.split(/\s+/) ?? []) {
      if (!document.getElementById(id)) found.push(`described by nothing: #${id}`);
    }
  }
  for (const control of document.querySelectorAll<HTMLElement>('main button, main a[class], header a, header button')) {
    const { width, height } = control.getBoundingClientRect();
    const isTarget = isSeen(control) && width > 1 && getComputedStyle(control).display !== 'inline';
    if (isTarget && Math.min(width, height) < 24) found.push(`too small to hit: ${nameOf(control)} ${width}×${height}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const doubled = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (doubled.length > 0) found.push(`ids twice: ${doubled.join(', ')}`);
  if (document.querySelectorAll('main h1').length > 1) found.push('more than one first heading');
  if (document.querySelectorAll('main').length !== 1) found.push('not exactly one main');
  if (!document.documentElement.lang) found.push('no language');
  if (!document.title) found.push('no title');
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`sideways scrolling: ${scrollWidth} > ${clientWidth}`);
  return found;
}
