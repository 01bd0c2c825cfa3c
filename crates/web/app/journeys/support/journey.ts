// What every journey starts from: the stack, people in it, and browsers for them.
import { test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { apply, approve, call, introduce, readStack, somebody, type Person, type Stack } from './stack';

interface World {
  stack: Stack;
  /** An approved creator of this journey alone, with a stream that is set up unless told otherwise. */
  creator: (title?: string | null) => Promise<Person>;
  viewer: () => Promise<Person>;
  /** A page in a browser profile of its own: signed in as somebody, or a guest. */
  open: (path: string, who: Person | null, options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<World>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads fixtures' needs from this pattern
  stack: async ({}, lend) => {
    await lend(readStack(process.env.ONAIR_STATE));
  },

  creator: async ({ stack }, lend) => {
    const made: Person[] = [];
    await lend(async (title = 'A journey') => {
      const who = somebody(stack, 'creator');
      await introduce(stack, who);
      await apply(stack, who);
      await approve(stack, who);
      made.push(who);
      if (title !== null) await call(stack, who, 'POST', '/api/stream/setup', { title });
      return who;
    });
    // Nobody stays live after their journey, or other journeys would see them on the home page.
    await Promise.all(made.map((who) => call(stack, who, 'POST', '/api/stream/end-stream')));
  },

  viewer: async ({ stack }, lend) => {
    await lend(async () => {
      const who = somebody(stack, 'viewer');
      await introduce(stack, who);
      return who;
    });
  },

  open: async ({ browser, stack }, lend) => {
    const contexts: BrowserContext[] = [];
    await lend(async (path, who, options = {}) => {
      const page = await openIn(browser, stack, path, who, options);
      contexts.push(page.context());
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** A page in a browser profile of its own. */
export async function openIn(
  browser: Browser,
  stack: Stack,
  path: string,
  who: Person | null,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack.url, ...options, ...signedIn(stack, who) });
  const page = await context.newPage();
  // "Leave this page?" is answered by whoever makes the journey leave it.
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(path);
  return page;
}

export function signedIn(stack: Stack, who: Person | null): BrowserContextOptions {
  if (!who) return {};
  const localStorage = [{ name: 'onair.token', value: who.token }];
  return { storageState: { cookies: [], origins: [{ origin: stack.url, localStorage }] } };
}

export { expect } from '@playwright/test';
