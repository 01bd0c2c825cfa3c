// The session of a user who signed in at an identity provider. Its tokens are kept in memory and in the session storage
// of each tab, never in local storage, which outlives the browser. Tabs share the session by messages, so that a new tab
// is signed in, and one tab renews the tokens for all.
import { tabStore } from '../storage/storage';
import { isSameUser } from './sameUser';

export interface Tokens {
  accessToken: string;
  /** Absent if the provider issued none, or no longer accepts it. The session then ends with the access token. */
  refreshToken?: string | undefined;
  /** Tells the provider whom to sign out. */
  idToken?: string | undefined;
  /** When the tokens were received and are to be renewed, in ms by this machine's clock, which may be wrong. */
  receivedAt: number;
  renewAt: number;
}

export interface ProviderSession extends Tokens {
  /** Identifies the sign-in. */
  id: string;
  /** Increases with every renewal. Clocks can't tell which tokens are newer, because they may be set back. */
  version: number;
}

/** Why the last session has ended here, if the user should know. */
export type SessionEnd =
  | { kind: 'expired' }
  /** The service rejects even new tokens. */
  | { kind: 'rejected'; message: string }
  /** The user has signed out, but not at the provider. */
  | { kind: 'signed-out-here' };

type Message =
  | { type: 'request' }
  | { type: 'offer' | 'renewed' | 'signed-in'; session: ProviderSession }
  | { type: 'signed-out' };

/** Another tab has signed out or has another user, and this tab goes on with its session because it is isolated. */
type Stored = ProviderSession & { isDetached?: boolean };

const NAME = 'onair.provider-session';
const listeners = new Set<() => void>();
let isIsolated = false;
let session = read();
let end: SessionEnd | null = null;
/** The last access token that the service has rejected. */
let rejectedToken: string | null = null;
const channel = openChannel();
// Other tabs may also have renewed the stored session meanwhile.
send({ type: 'request' });
window.addEventListener('pageshow', ({ persisted }) => {
  // While the page was in the back/forward cache, another page may have changed the session of this tab.
  if (persisted) apply(read());
});

export function currentSession(): ProviderSession | null {
  return session;
}

export function sessionEnd(): SessionEnd | null {
  return end;
}

/** Starts a session in all tabs. */
export function startSession(tokens: Tokens): void {
  const started = { ...tokens, id: crypto.randomUUID(), version: 1 };
  store(started);
  send({ type: 'signed-in', session: started });
}

/** Replaces the tokens of this session in all tabs, unless it has ended or was renewed meanwhile. */
export function renewSession(before: ProviderSession, tokens: Tokens): void {
  if (session?.id !== before.id || session.version !== before.version) return;
  const renewed: Stored = { ...session, ...tokens, version: session.version + 1 };
  store(renewed);
  send({ type: 'renewed', session: shared(renewed) });
}

/** Ends the session in all tabs, because the user signs out. */
export function endSession(): void {
  end = null;
  if (session === null) return;
  store(null);
  send({ type: 'signed-out' });
}

/** Ends the session in this tab only, and not while it is isolated. */
export function dropSession(why: SessionEnd | null): void {
  if (isIsolated) notify();
  else {
    store(null);
    end = why;
    notify();
  }
}

export function setSessionEnd(why: SessionEnd | null): void {
  end = why;
  notify();
}

/** Records that the service has rejected this access token. */
export function recordRejection(token: string): void {
  rejectedToken = token;
  notify();
}

export function isSessionRejected(): boolean {
  return session !== null && session.accessToken === rejectedToken;
}

/** The service rejects the session, and it can't be renewed. */
export function isSessionExpired(): boolean {
  return isSessionRejected() && session?.refreshToken === undefined;
}

/**
 * Until the returned function is called, sign-outs and other users' sign-ins in other tabs don't reach this tab, and an
 * expired session stays. Renewed tokens do reach it.
 */
export function isolateSession(): () => void {
  isIsolated = true;
  return () => {
    isIsolated = false;
    if (session?.isDetached) {
      store(null);
      send({ type: 'request' });
    } else if (isSessionExpired()) {
      dropSession({ kind: 'expired' });
    }
  };
}

export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How long another tab may take to report a renewal. */
const REPORT_TIMEOUT_MS = 500;

/**
 * Waits until another tab has reported that it renewed this session, and at most half a second. Call it while no other
 * tab renews: its report may still be on the way.
 */
export async function awaitReports(of: ProviderSession): Promise<void> {
  if (channel === null) return;
  send({ type: 'request' });
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(finish, REPORT_TIMEOUT_MS);
    const unsubscribe = subscribeToSession(() => {
      if (session?.id !== of.id || session.version > of.version) finish();
    });
  });
}

function openChannel(): BroadcastChannel | null {
  try {
    const opened = new BroadcastChannel(NAME);
    opened.addEventListener('message', ({ data }: MessageEvent<Message>) => receive(data));
    return opened;
  } catch {
    // Pages without storage have no channels either.
    return null;
  }
}

function send(message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- channels are within an origin and take none
  channel?.postMessage(message);
}

function receive(message: Message): void {
  switch (message.type) {
    case 'request':
      if (session && !session.isDetached && !isSessionRejected()) send({ type: 'offer', session: shared(session) });
      return;
    case 'offer':
    case 'renewed': {
      const { session: theirs } = message;
      const isNewer = session?.id === theirs.id && theirs.version > session.version;
      const isFirst = session === null && message.type === 'offer' && theirs.accessToken !== rejectedToken;
      if (isNewer) store({ ...theirs, ...(session?.isDetached ? { isDetached: true } : {}) });
      else if (isFirst) store(theirs);
      return;
    }
    case 'signed-in':
      if (!isIsolated || isSameUser(session?.accessToken ?? null, message.session.accessToken)) store(message.session);
      else detach();
      return;
    case 'signed-out':
      if (isIsolated) detach();
      else store(null);
  }
}

function detach(): void {
  if (session) store({ ...session, isDetached: true });
}

/** What other tabs receive. */
function shared(own: Stored): ProviderSession {
  const { isDetached: _isDetached, ...rest } = own;
  return rest;
}

function read(): Stored | null {
  try {
    return JSON.parse(tabStore.get(NAME) ?? 'null') as Stored | null;
  } catch {
    return null;
  }
}

function store(next: Stored | null): void {
  if (next) tabStore.set(NAME, JSON.stringify(next));
  else tabStore.remove(NAME);
  if (next) end = null;
  apply(next);
}

function apply(next: Stored | null): void {
  session = next;
  notify();
}

function notify(): void {
  for (const listener of listeners) listener();
}
