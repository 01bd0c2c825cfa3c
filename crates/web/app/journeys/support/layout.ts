// Layout checks at every size, without reloading.
import { expect, type Page } from '@playwright/test';
import { expectAccessibleInBothSchemes } from './axe';

const SIZES = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  // With an on-screen keyboard.
  { width: 390, height: 450 },
  // Phones in landscape.
  { width: 568, height: 320 },
  { width: 667, height: 375 },
  { width: 768, height: 1024 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];
/** With text at 200%, a desktop has the space of a phone. */
const ZOOMED = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

/** Checks that at every size nothing overflows, long content scrolls, and the message field is reachable. */
export async function expectIntactLayout(page: Page, what: string): Promise<void> {
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect.soft(await page.evaluate(faults), `${what} at ${size.width} × ${size.height}`).toEqual([]);
  }
  for (const size of ZOOMED) {
    await page.setViewportSize(size);
    await page.evaluate(() => void (document.documentElement.style.fontSize = '200%'));
    expect.soft(await page.evaluate(faults), `${what} at ${size.width} × ${size.height}, text at 200%`).toEqual([]);
    await page.evaluate(() => void (document.documentElement.style.fontSize = ''));
  }
  if (before) await page.setViewportSize(before);
  await expectAccessibleInBothSchemes(page, what);
}

function faults(): string[] {
  const found: string[] = [];
  const { innerHeight: height } = window;
  const { clientWidth: width } = document.documentElement;
  const brief = (element: Element) => element.outerHTML.replaceAll(/\s+/gu, ' ').slice(0, 140);
  const isSeen = (element: Element) => element.checkVisibility() && !element.closest('.visually-hidden, [inert]');
  /** Clipped or scrollable, by itself or by an ancestor. */
  const isBounded = (element: Element): boolean => {
    for (let outer: Element | null = element; outer && outer !== document.body; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX !== 'visible') return true;
    }
    return false;
  };
  const root = document.documentElement;
  if (root.scrollWidth > width) {
    const wide = [...document.body.querySelectorAll('*')].filter((element) => !isBounded(element));
    const worst = wide.toSorted((one, other) => one.getBoundingClientRect().right - other.getBoundingClientRect().right).at(-1);
    found.push(`scrolls sideways: ${root.scrollWidth} > ${width}: ${worst ? brief(worst) : ''}`);
  }
  for (const control of document.querySelectorAll('main :is(a, button, input, select, textarea), header :is(a, button, input), [role$="dialog"] :is(button, textarea)')) {
    if (!isSeen(control)) continue;
    const { left, right } = control.getBoundingClientRect();
    if ((left < -1 || right > width + 1) && !isBounded(control)) found.push(`out of the window: ${brief(control)}`);
    const isButton = control.matches('button') && getComputedStyle(control).textOverflow !== 'ellipsis';
    if (isButton && control.scrollWidth > control.clientWidth + 1) found.push(`words stick out of: ${brief(control)}`);
  }
  for (const dialog of document.querySelectorAll('[role$="dialog"]')) {
    const { top, bottom } = dialog.getBoundingClientRect();
    if (top < 0 || bottom > height) found.push(`higher than the window: ${brief(dialog)}`);
  }
  // In the studio the chat may be behind a tab.
  const log = [...document.querySelectorAll('[role="log"]')].find(isSeen);
  if (log) {
    const lines = log.querySelector('ol');
    if (lines && lines.childElementCount >= 50 && log.scrollHeight <= log.clientHeight) found.push('the chat doesn’t scroll');
    if (log.clientHeight < 64) found.push(`the chat shows ${log.clientHeight} px of its messages`);
    if (log.clientHeight > height) found.push(`the chat is ${log.clientHeight} px high`);
  }
  const field = document.querySelector('main form textarea[placeholder]');
  if (log && field && !document.querySelector('[role$="dialog"]')) {
    const isInSight = () => {
      const { left, top, bottom } = field.getBoundingClientRect();
      return top >= -1 && bottom <= height + 1 && field.contains(document.elementFromPoint(left + 8, top + 8));
    };
    window.scrollTo({ top: 0, behavior: 'instant' });
    // On small screens scrolling may be necessary.
    const isRoomy = height >= 700 && !root.style.fontSize;
    if (isRoomy && !isInSight()) found.push(`the chat’s field isn’t in sight: ${JSON.stringify(field.getBoundingClientRect())}`);
    field.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    if (!isInSight()) found.push(`the chat’s field can’t be brought into sight: ${JSON.stringify(field.getBoundingClientRect())}`);
    window.scrollTo({ top: 0, behavior: 'instant' });
  }
  return found;
}
