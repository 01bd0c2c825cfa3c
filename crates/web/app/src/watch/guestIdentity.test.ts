import { describe, expect, it, vi } from 'vitest';
import { TestLocks } from '../events/testLocks';
import { createStore, type KeyValueStore } from '../storage/storage';
import { GuestIdentity } from './guestIdentity';

const memory = () => createStore(() => null);

/** One browser: its tabs share a store and locks. */
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

let given = 0;
/** Asks for a token, as the service gives it: the same guest by an earlier token, else a new one. */
async function join(page: GuestIdentity, isRefused: (identity: string) => boolean = () => false): Promise<string> {
  const shown = await page.earlier();
  if (shown && isRefused(shown.identity)) {
    page.markRemoved();
    return 'BLOCKED';
  }
  given += 1;
  const pass = { identity: shown?.identity ?? `guest-${given}`, token: `token-${given}` };
  page.keep(pass, shown);
  await soon();
  return pass.identity;
}

async function soon(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

describe('a guest', () => {
  it('stays the same through reloads, and shows the newest token', async () => {
    const [browser, tab] = [new Browser(), memory()];
    let page = browser.open(tab);
    const first = await join(page);
    for (let reload = 0; reload < 5; reload += 1) {
      page.release();
      page = browser.open(tab);
      expect(await join(page)).toBe(first);
    }
    expect((await page.earlier())?.token).toBe(`token-${given}`);
  });

  it('stays the same while the page asks again and again', async () => {
    const page = new Browser().open();
    const first = await join(page);
    expect([await join(page), await join(page)]).toEqual([first, first]);
  });

  it('comes back in a new tab after the old one is closed', async () => {
    const browser = new Browser();
    const page = browser.open();
    const first = await join(page);
    page.release();
    expect(await join(browser.open())).toBe(first);
  });

  it('is another one with every host', async () => {
    const [browser, tab] = [new Browser(), memory()];
    const atAda = await join(browser.open(tab));
    expect(await join(browser.open(tab, 'ben'))).not.toBe(atAda);
    expect((await browser.open(tab, 'ben').earlier())?.identity).not.toBe(atAda);
  });
});

describe('two tabs of one guest', () => {
  it('watch side by side, also if one is a copy of the other', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 100 });
    const [browser, tab] = [new Browser(), memory()];
    const first = await join(browser.open(tab));
    const copied = copyOf(tab);
    const second = await join(browser.open(copied));
    expect(second).not.toBe(first);
    expect(await join(browser.open())).not.toBe(first);
    vi.useRealTimers();
  });

  it('are two guests also while the browser has not granted the first one its lock', async () => {
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

  it('each keep their own identity through reloads', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 100 });
    const [browser, left, right] = [new Browser(), memory(), memory()];
    const pages = [browser.open(left), browser.open(right)] as const;
    const identities = [await join(pages[0]), await join(pages[1])];
    for (const page of pages) page.release();
    expect([await join(browser.open(left)), await join(browser.open(right))]).toEqual(identities);
    vi.useRealTimers();
  });

  it('are told apart by what each tab stored where browsers have no locks', async () => {
    const [browser, tab] = [new Browser(), memory()];
    const first = await join(browser.openWithoutLocks(tab));
    expect(await join(browser.openWithoutLocks(tab))).toBe(first);
    expect(await join(browser.openWithoutLocks())).not.toBe(first);
  });
});

describe('a removed guest', () => {
  it('stays out by a reload, by a new tab, and by the reload of one that was open', async () => {
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

  it('is a new guest once the service passes over what they were', async () => {
    const [browser, tab] = [new Browser(), memory()];
    const page = browser.open(tab);
    const removed = await join(page);
    page.markRemoved();
    const shown = await page.earlier();
    expect(shown?.identity).toBe(removed);
    page.keep({ identity: 'guest-next', token: 'token-next' }, shown);
    await soon();
    page.release();
    expect((await browser.open(tab).earlier())?.identity).toBe('guest-next');
  });
});

it.each(['not JSON', '{}', '[["ada"]]', '[["ada",{"identity":1,"token":"x"}]]', '[1,null]'])('passes over %s where passes should be', async (stored) => {
  const browser = new Browser();
  browser.store.set('onair.guestPasses', stored);
  const page = browser.open();
  expect(await page.earlier()).toBeNull();
  expect(await join(page)).toMatch(/^guest-/);
});

it('keeps what it was given by the last twenty hosts', async () => {
  const browser = new Browser();
  for (let host = 0; host < 21; host += 1) await join(browser.open(memory(), `host-${host}`));
  const stored: unknown = JSON.parse(browser.store.get('onair.guestPasses') ?? '');
  expect(stored).toHaveLength(20);
});

function copyOf(store: KeyValueStore): KeyValueStore {
  const copy = memory();
  copy.set('onair.guestPasses', store.get('onair.guestPasses') ?? '[]');
  return copy;
}
