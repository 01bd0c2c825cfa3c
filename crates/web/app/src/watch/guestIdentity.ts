// Keeps a guest's identity across reloads: the service recognizes a guest by an earlier room token. Two tabs with
// the same identity would disconnect each other, so a tab holds a Web Lock for the identity that it uses.
import { localStore, tabStore, type KeyValueStore } from '../storage/storage';

/** A guest's credentials for a host's room. */
export interface GuestCredentials {
  identity: string;
  token: string;
}

interface StoredCredentials extends GuestCredentials {
  /** Removed from that broadcast. Every tab then presents these credentials, instead of joining as a new guest. */
  isRemoved?: boolean;
}

interface Options {
  /** Web Locks; undefined outside a secure context. */
  locks?: LockManager | undefined;
  browser?: KeyValueStore;
  tab?: KeyValueStore;
}

const KEY = 'onair.guestPasses';
/** Only the credentials of the last hosts are kept. */
const MAX_HOSTS = 20;
/** When a page reloads, the old page releases its lock shortly after the new page has started. */
const LOCK_TIMEOUT_MS = 500;

export class GuestIdentity {
  readonly #hostId: string;
  readonly #locks: LockManager | undefined;
  readonly #browser: KeyValueStore;
  readonly #tab: KeyValueStore;
  #own: GuestCredentials | null = null;
  #lockName: string | null = null;
  #releaseLock: AbortController | null = null;

  constructor(hostId: string, { locks = navigator.locks, browser = localStore, tab = tabStore }: Options = {}) {
    this.#hostId = hostId;
    this.#locks = locks;
    this.#browser = browser;
    this.#tab = tab;
  }

  /**
   * The credentials to present to the service; null for a new guest, also if other tabs use the stored credentials.
   */
  async loadCredentials(): Promise<GuestCredentials | null> {
    const shared = readCredentials(this.#browser, this.#hostId);
    if (shared?.isRemoved) return shared;
    if (this.#own) return this.#own;
    const tabCredentials = readCredentials(this.#tab, this.#hostId);
    if (tabCredentials && (await this.#lock(tabCredentials.identity, true))) return tabCredentials;
    if (shared && shared.identity !== tabCredentials?.identity && (await this.#lock(shared.identity, false))) return shared;
    return null;
  }

  /** Stores the credentials that the service returned for the presented ones. */
  storeCredentials({ identity, token }: GuestCredentials, presented: GuestCredentials | null): void {
    this.#own = { identity, token };
    writeCredentials(this.#tab, this.#hostId, this.#own);
    const share = () => {
      const shared = readCredentials(this.#browser, this.#hostId);
      // A removal stays stored unless the service has ignored it.
      if (!shared?.isRemoved || shared.token === presented?.token) writeCredentials(this.#browser, this.#hostId, { identity, token });
    };
    // Lock first: otherwise another tab could read the identity and take its lock.
    void this.#lock(identity, true).then((isLocked) => isLocked && share());
  }

  /** The service or the media server has removed this guest. */
  markRemoved(): void {
    const removed = this.#own ?? readCredentials(this.#tab, this.#hostId);
    if (removed && !readCredentials(this.#browser, this.#hostId)?.isRemoved) writeCredentials(this.#browser, this.#hostId, { ...removed, isRemoved: true });
  }

  /** The page closes: another tab may use this identity now. */
  release(): void {
    this.#own = null;
    this.#lockName = null;
    this.#releaseLock?.abort();
    this.#releaseLock = null;
  }

  /** Whether no other tab uses the identity; `fallback` if locks don't work. */
  async #lock(identity: string, fallback: boolean): Promise<boolean> {
    const name = `onair.guest.${identity}`;
    if (this.#lockName === name) return true;
    if (!this.#locks) return fallback;
    this.#releaseLock?.abort();
    const releaseLock = new AbortController();
    this.#releaseLock = releaseLock;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), LOCK_TIMEOUT_MS);
    const locks = this.#locks;
    return new Promise((resolve) => {
      const hold = async () => {
        clearTimeout(timer);
        if (releaseLock.signal.aborted) return;
        this.#lockName = name;
        resolve(true);
        await new Promise((done) => releaseLock.signal.addEventListener('abort', done));
      };
      locks.request(name, { signal: timeout.signal }, hold).then(
        () => resolve(false),
        () => resolve(timeout.signal.aborted ? false : fallback),
      );
    });
  }
}

/** Who a guest is for a host, for pages that don't join the room and so may share an identity with a tab that does. */
export function knownGuest(hostId: string): GuestCredentials | null {
  const shared = readCredentials(localStore, hostId);
  // A window that another page opened has a copy of that page's tab storage.
  return shared?.isRemoved ? shared : (readCredentials(tabStore, hostId) ?? shared);
}

/** Stores a new guest's credentials for pages that are opened later. Known ones are left to the tab that uses them. */
export function rememberGuest(hostId: string, { identity, token }: GuestCredentials): void {
  if (!readCredentials(localStore, hostId)) writeCredentials(localStore, hostId, { identity, token });
}

function readCredentials(store: KeyValueStore, hostId: string): StoredCredentials | null {
  return readAll(store).find(([host]) => host === hostId)?.[1] ?? null;
}

function writeCredentials(store: KeyValueStore, hostId: string, stored: StoredCredentials): void {
  const others = readAll(store).filter(([host]) => host !== hostId);
  store.set(KEY, JSON.stringify([...others, [hostId, stored]].slice(-MAX_HOSTS)));
}

/** By host, the latest last. Invalid entries are ignored. */
function readAll(store: KeyValueStore): [string, StoredCredentials][] {
  try {
    const stored: unknown = JSON.parse(store.get(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is [string, StoredCredentials] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const stored: unknown = entry[1];
  if (typeof stored !== 'object' || stored === null) return false;
  return 'identity' in stored && typeof stored.identity === 'string' && 'token' in stored && typeof stored.token === 'string';
}
