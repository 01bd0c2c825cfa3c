// When something happens on a page, by the page's clock; Playwright would notice later. All processes of a machine
// share `Date.now()`.
import type { Locator, Page } from '@playwright/test';

/** The time of the next click. */
export async function whenClicked(button: Locator): Promise<number> {
  return button.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        element.addEventListener('click', () => resolve(Date.now()), { once: true, capture: true });
      }),
  );
}

/** The time when this text is first painted. */
export async function whenShown(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.body.textContent?.includes(wanted)) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(Date.now()));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    text,
  );
}

interface FirstFrame {
  openedAt?: number;
  tokenAt?: number;
  firstFrameAt?: number;
}

/** The times to the first video frame: from the navigation, and from the token response. Call before the page is opened. */
export async function timeFirstFrame(page: Page): Promise<() => Promise<{ afterOpenMs: number; afterTokenMs: number }>> {
  await page.addInitScript(() => {
    const moments: FirstFrame = {};
    Object.assign(window, { moments });
    const original = window.fetch.bind(window);
    window.fetch = async (input, init) => {
      const answer = await original(input, init);
      if (answer.url.endsWith('/api/viewer/token')) moments.tokenAt = Date.now();
      return answer;
    };
    new MutationObserver(() => {
      const video = document.querySelector('video');
      if (!video || video.dataset.isTimed) return;
      video.dataset.isTimed = 'true';
      video.requestVideoFrameCallback(() => (moments.firstFrameAt ??= Date.now()));
    }).observe(document, { subtree: true, childList: true });
  });
  return async () => {
    const moments = await page.waitForFunction(() => {
      const { moments: seen } = window as unknown as { moments: FirstFrame };
      return seen.tokenAt && seen.firstFrameAt ? { ...seen, openedAt: performance.timeOrigin } : null;
    });
    const { openedAt = 0, tokenAt = 0, firstFrameAt = 0 } = await moments.evaluate((seen): FirstFrame => seen ?? {});
    return { afterOpenMs: firstFrameAt - openedAt, afterTokenMs: firstFrameAt - tokenAt };
  };
}
