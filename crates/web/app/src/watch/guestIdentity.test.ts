// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { TestLocks } from '../events/testLocks';
import { createStore, type KeyValueStore } from '../storage/storage';
import { GuestIdentity } from './guestIdentity';

const memory = () => createStore(() => null);

/** A browser: its tabs share storage and locks. */
class Browser {
  readonly store = memory();
  readonly locks = new TestLocks();

  open(tab: KeyValueStore = memory(), hostId = 'ada') {
    return new GuestIdentity(hostId, { browser: this.store, tab, locks: this.locks.asManager() });
  }

  openWithoutLocks(tab: KeyValueStore = memory()) {
    return new GuestIdentity('ada', { browser: this.store, tab, locks: undefined });
  }
}

let count = 0;
/** Requests a token. Like the service, it returns the same guest for an earlier token and a new guest otherwise. */
async function join(page: GuestIdentity, isRefused: (identity: string) => boolean = () => false): Promise<string> {
  const presented = await page.loadCredentials();
  if (presented && isRefused(presented.identity)) {
    page.markRemoved();
    return 'BLOCKED';
  }
  count += 1;
  const credentials = { identity: presented?.identity ?? `guest-${count}`, token: `token-${count}` };
  page.storeCredentials(credentials, presented);
  await soon();
  return credentials.identity;
}

async function soon(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

describe('a guest', () => {
  it('stays the same across reloads, and presents the newest token', async () => {
    const [browser, tab] = [new Browser(), memory()];
    let page = browser.open(tab);
    const first = await join(page);
    for (let reload = 0; reload < 5; reload += 1) {
      page.release();
      page = browser.open(tab);
      expect(await join(page)).toBe(first);
    }
    expect((await page.loadCredentials())?.token).toBe(`token-${count}`);
  });

  it('stays the same across repeated requests', async () => {
    const page = new Browser().open();
    const first = await join(page);
    expect([await join(page), await join(page)]).toEqual([first, first]);
  });

  it('stays the same in a new tab after the old one is closed', async () => {
    const browser = new Browser();
    const page = browser.open();
    const first = await join(page);
    page.release();
    expect(await join(browser.open())).toBe(first);
  });

  it('is a different one for every host', async () => {
    const [browser, tab] = [new Browser(), memory()];
    const atAda = await join(browser.open(tab));
    expect(await join(browser.open(tab, 'ben'))).not.toBe(atAda);
    expect((await browser.open(tab, 'ben').loadCredentials())?.identity).not.toBe(atAda);
  });
});

describe('two tabs of one browser', () => {
  it('are two guests, even if one is a copy of the other', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 100 });
    const [browser, tab] = [new Browser(), memory()];
    const first = await join(browser.open(tab));
    const copied = copyStore(tab);
    const second = await join(browser.open(copied));
    expect(second).not.toBe(first);
    expect(await join(browser.open())).not.toBe(first);
    vi.useRealTimers();
  });

  it('are two guests while the first lock is not granted yet', async () => {
    const browser = new Browser();
    let grant: (() => void) | undefined;
    const slow = {
      request: async (name: string, options: { signal: AbortSignal }, hold: (lock: Lock | null) => unknown) => {
        await new Promise<void>((resolve) => {
          grant = resolve;
        });
        return browser.locks.request(name, options, hold);
      },
    };
    const first = new GuestIdentity('ada', { browser: browser.store, tab: memory(), locks: slow as unknown as LockManager });
    const identities = [await join(first), await join(browser.open())];
    grant?.();
    expect(new Set(identities).size).toBe(2);
  });

  it('keep their identities across reloads', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 100 });
    const [browser, left, right] = [new Browser(), memory(), memory()];
    const pages = [browser.open(left), browser.open(right)] as const;
    const identities = [await join(pages[0]), await join(pages[1])];
    for (const page of pages) page.release();
    expect([await join(browser.open(left)), await join(browser.open(right))]).toEqual(identities);
    vi.useRealTimers();
  });

  it('are distinguished by session storage in browsers without locks', async () => {
    const [browser, tab] = [new Browser(), memory()];
    const first = await join(browser.openWithoutLocks(tab));
    expect(await join(browser.openWithoutLocks(tab))).toBe(first);
    expect(await join(browser.openWithoutLocks())).not.toBe(first);
  });
});

describe('a removed guest', () => {
  it('stays removed after a reload, in a new tab and in other open tabs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 100 });
    const [browser, tab, otherTab] = [new Browser(), memory(), memory()];
    const page = browser.open(tab);
    const removed = await join(page);
    const other = browser.open(otherTab);
    await join(other);
    const isRefused = (identity: string) => identity === removed;
    page.markRemoved();
    expect(await join(page, isRefused)).toBe('BLOCKED');
    for (const reopened of [browser.open(tab), browser.open(), browser.open(otherTab), browser.openWithoutLocks()]) {
      expect(await join(reopened, isRefused)).toBe('BLOCKED');
    }
    vi.useRealTimers();
  });

  it('becomes a new guest once the service ignores the old identity', async () => {
    const [browser, tab] = [new Browser(), memory()];
    const page = browser.open(tab);
    const removed = await join(page);
    page.markRemoved();
    const presented = await page.loadCredentials();
    expect(presented?.identity).toBe(removed);
    page.storeCredentials({ identity: 'guest-next', token: 'token-next' }, presented);
    await soon();
    page.release();
    expect((await browser.open(tab).loadCredentials())?.identity).toBe('guest-next');
  });
});

it.each(['not JSON', '{}', '[["ada"]]', '[["ada",{"identity":1,"token":"x"}]]', '[1,null]'])('ignores %s as stored credentials', async (stored) => {
  const browser = new Browser();
  browser.store.set('onair.guestPasses', stored);
  const page = browser.open();
  expect(await page.loadCredentials()).toBeNull();
  expect(await join(page)).toMatch(/^guest-/);
});

it('keeps the credentials of the last twenty hosts', async () => {
  const browser = new Browser();
  for (let host = 0; host < 21; host += 1) await join(browser.open(memory(), `host-${host}`));
  const stored: unknown = JSON.parse(browser.store.get('onair.guestPasses') ?? '');
  expect(stored).toHaveLength(20);
});

function copyStore(store: KeyValueStore): KeyValueStore {
  const copy = memory();
  copy.set('onair.guestPasses', store.get('onair.guestPasses') ?? '[]');
  return copy;
}
