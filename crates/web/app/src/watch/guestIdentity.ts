// Who a guest is, kept through reloads: the service knows them again by the room token that they had before.
// Two tabs under one identity would throw each other out of the room, so only one tab at a time uses an
// identity: it holds a lock for as long as it does.
import { localStore, tabStore, type KeyValueStore } from '../storage/storage';

/** What a guest was given for a host's room. */
export interface GuestCredentials {
  identity: string;
  token: string;
}

interface Kept extends GuestCredentials {
  /** Out of that broadcast. Every tab shows this one to the service then, instead of becoming somebody else. */
  isRemoved?: boolean;
}

interface Options {
  /** Web Locks; absent where the page isn't a secure context. */
  locks?: LockManager | undefined;
  browser?: KeyValueStore;
  tab?: KeyValueStore;
}

const KEY = 'onair.guestPasses';
/** Of so many hosts, the last ones. */
const MAX_HOSTS = 20;
/** A page that is being reloaded lets go of its lock a moment after the new one has begun. */
const GRANT_MS = 500;

export class GuestIdentity {
  readonly #hostId: string;
  readonly #locks: LockManager | undefined;
  readonly #browser: KeyValueStore;
  readonly #tab: KeyValueStore;
  #own: GuestCredentials | null = null;
  #heldName: string | null = null;
  #letGo: AbortController | null = null;

  constructor(hostId: string, { locks = navigator.locks, browser = localStore, tab = tabStore }: Options = {}) {
    this.#hostId = hostId;
    this.#locks = locks;
    this.#browser = browser;
    this.#tab = tab;
  }

  /** What to show to the service; null for a guest who is new here, also because other tabs use what is kept. */
  async earlier(): Promise<GuestCredentials | null> {
    const shared = read(this.#browser, this.#hostId);
    if (shared?.isRemoved) return shared;
    if (this.#own) return this.#own;
    const ownOfTab = read(this.#tab, this.#hostId);
    if (ownOfTab && (await this.#take(ownOfTab.identity, true))) return ownOfTab;
    if (shared && shared.identity !== ownOfTab?.identity && (await this.#take(shared.identity, false))) return shared;
    return null;
  }

  /** What the service gave, and what was shown to it for that. */
  keep({ identity, token }: GuestCredentials, shown: GuestCredentials | null): void {
    this.#own = { identity, token };
    write(this.#tab, this.#hostId, this.#own);
    const share = () => {
      const shared = read(this.#browser, this.#hostId);
      // Unless the service has passed over it, a removal is still true.
      if (!shared?.isRemoved || shared.token === shown?.token) write(this.#browser, this.#hostId, { identity, token });
    };
    // The lock comes first: a tab that read the identity before might take its lock, and be this guest as well.
    void this.#take(identity, true).then((isOurs) => isOurs && share());
  }

  /** The service, or the media server, has put this guest out. */
  markRemoved(): void {
    const removed = this.#own ?? read(this.#tab, this.#hostId);
    if (removed && !read(this.#browser, this.#hostId)?.isRemoved) write(this.#browser, this.#hostId, { ...removed, isRemoved: true });
  }

  /** The page goes elsewhere: another tab may be this guest now. */
  release(): void {
    this.#own = null;
    this.#heldName = null;
    this.#letGo?.abort();
    this.#letGo = null;
  }

  /** Whether no other tab uses the identity. Where browsers don't tell, `otherwise`. */
  async #take(identity: string, otherwise: boolean): Promise<boolean> {
    const name = `onair.guest.${identity}`;
    if (this.#heldName === name) return true;
    if (!this.#locks) return otherwise;
    this.#letGo?.abort();
    const letGo = new AbortController();
    this.#letGo = letGo;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), GRANT_MS);
    const locks = this.#locks;
    return new Promise((resolve) => {
      const hold = async () => {
        clearTimeout(timer);
        if (letGo.signal.aborted) return;
        this.#heldName = name;
        resolve(true);
        await new Promise((done) => letGo.signal.addEventListener('abort', done));
      };
      locks.request(name, { signal: late.signal }, hold).then(
        () => resolve(false),
        () => resolve(late.signal.aborted ? false : otherwise),
      );
    });
  }
}

function read(store: KeyValueStore, hostId: string): Kept | null {
  return all(store).find(([host]) => host === hostId)?.[1] ?? null;
}

function write(store: KeyValueStore, hostId: string, kept: Kept): void {
  const others = all(store).filter(([host]) => host !== hostId);
  store.set(KEY, JSON.stringify([...others, [hostId, kept]].slice(-MAX_HOSTS)));
}

/** By host, the last one last. Whatever else is stored there counts as nothing. */
function all(store: KeyValueStore): [string, Kept][] {
  try {
    const stored: unknown = JSON.parse(store.get(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is [string, Kept] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const kept: unknown = entry[1];
  if (typeof kept !== 'object' || kept === null) return false;
  return 'identity' in kept && typeof kept.identity === 'string' && 'token' in kept && typeof kept.token === 'string';
}
