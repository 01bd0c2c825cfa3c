// The fixtures of all journeys: the stack, users and browser pages.
import { test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { refuseForeignRequests } from './foreignRequests';
import { apply, approve, call, registerUser, readStack, createPerson, type Person, type Stack } from './stack';

export interface World {
  stack: Stack;
  /** An approved creator of this journey only. The stream is set up unless `title` is null. */
  creator: (title?: string | null) => Promise<Person>;
  viewer: () => Promise<Person>;
  /** A page with its own browser profile, for a signed-in user or a guest. */
  open: (path: string, who: Person | null, options?: PageOptions) => Promise<Page>;
}

export interface PageOptions extends BrowserContextOptions {
  /** The size of the fake camera's pictures, instead of the one in the configuration. */
  camera?: CameraSize;
}

interface CameraSize {
  width: number;
  height: number;
}

export const test = base.extend<World>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
  stack: async ({}, provide) => {
    await provide(readStack(process.env.ONAIR_STATE));
  },

  creator: async ({ stack }, provide) => {
    const made: Person[] = [];
    await provide(async (title = 'A journey') => {
      const who = createPerson(stack, 'creator');
      await registerUser(stack, who);
      await apply(stack, who);
      await approve(stack, who);
      made.push(who);
      if (title !== null) await call(stack, who, 'POST', '/api/stream/setup', { title });
      return who;
    });
    // End all broadcasts, because other journeys would see them on the home page.
    await Promise.all(made.map((who) => call(stack, who, 'POST', '/api/stream/end-stream')));
  },

  viewer: async ({ stack }, provide) => {
    await provide(async () => {
      const who = createPerson(stack, 'viewer');
      await registerUser(stack, who);
      return who;
    });
  },

  open: async ({ browser, stack }, provide) => {
    const contexts: BrowserContext[] = [];
    await provide(async (path, who, options = {}) => {
      const page = await openIn(browser, stack, path, who, options);
      contexts.push(page.context());
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** A page with its own browser profile. */
export async function openIn(
  browser: Browser,
  stack: Stack,
  path: string,
  who: Person | null,
  { camera, ...options }: PageOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack.url, ...options, ...signedIn(stack, who) });
  refuseForeignRequests(context);
  await limitCamera(context, camera);
  const page = await context.newPage();
  // Accepts "Leave this page?".
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(path);
  return page;
}

/** Limits the pictures of the fake camera to a size, whatever the page asks for. */
async function limitCamera(context: BrowserContext, camera: CameraSize | undefined): Promise<void> {
  const size = camera ?? (base.info().config.metadata.camera as CameraSize | undefined);
  if (!size) return;
  await context.addInitScript((limit) => {
    // Pages of an insecure origin have no devices.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) return;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async ({ video, ...rest } = {}) => {
      if (!video) return getUserMedia({ video, ...rest });
      return getUserMedia({ video: { ...(typeof video === 'object' ? video : {}), ...limit }, ...rest });
    };
  }, size);
}

export function signedIn(stack: Stack, who: Person | null): BrowserContextOptions {
  if (!who) return {};
  const localStorage = [{ name: 'onair.token', value: who.token }];
  return { storageState: { cookies: [], origins: [{ origin: stack.url, localStorage }] } };
}

export { expect } from '@playwright/test';
