// Renews the tokens of a provider session before they expire, and after the service has rejected one.
import { useSyncExternalStore } from 'react';
import type { Config } from '../api/types';
import { backoffMs } from '../connection/backoff';
import { logError } from '../errors/logError';
import { loadChunk } from '../upgrade/loadChunk';
import {
  awaitReports,
  currentSession,
  dropSession,
  isSessionRejected,
  recordRejection,
  renewSession,
  subscribeToSession,
  type ProviderSession,
} from './providerSession';
import { isSameUser } from './sameUser';

/** A rejected token of this age or younger was not rejected because it expired, so a new one may not help. */
const YOUNG_MS = 30_000;

/** Timers with a longer delay fire immediately. */
const MAX_DELAY_MS = 2 ** 31 - 1;

const LOCK = 'onair.renewal';

/** `expiring`: the session can't be renewed, and ends soon. `unavailable`: it has expired, and the provider is away. */
export type RenewalProblem = 'expiring' | 'unavailable';

let config: Config | null = null;
let onConfig: () => void = () => undefined;
const configured = new Promise<void>((resolve) => (onConfig = resolve));
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | null = null;
/** Failed attempts since the last renewal. */
let failures = 0;
/** By `performance.now()`, because the clock may be set back. */
let retryAt = 0;
/** Rejected tokens since the service accepted one. */
let rejections = 0;
let problem: RenewalProblem | null = null;
const listeners = new Set<() => void>();

subscribeToSession(schedule);
document.addEventListener('visibilitychange', schedule);
window.addEventListener('pageshow', schedule);
window.addEventListener('online', () => {
  retryAt = 0;
  schedule();
});

/** Call when the service has told how users sign in. */
export function configureRenewal(next: Config): void {
  config = next;
  onConfig();
  // Left by another server at this address.
  if (next.authMode !== 'oidc' && currentSession()) dropSession(null);
  schedule();
}

/** Call for every call that the service has accepted. */
export function recordAccepted(token: string): void {
  if (rejections > 0 && currentSession()?.accessToken === token) rejections = 0;
}

/**
 * Returns another access token of the same user after the service has rejected this one, or null if there is none. It
 * renews the session, unless the token is so young that renewing would not help.
 */
export async function replacementFor(rejected: string): Promise<string | null> {
  const session = currentSession();
  if (session?.accessToken === rejected) {
    if (session.refreshToken === undefined || isYoung(session) || performance.now() < retryAt) return null;
    await renew();
  }
  const current = currentSession()?.accessToken ?? null;
  return current !== rejected && isSameUser(current, rejected) ? current : null;
}

/** Call when the service has rejected the access token of the session and `replacementFor` has found no other. */
export function rejectSession(token: string, message: string): void {
  const session = currentSession();
  if (session?.accessToken !== token || isSessionRejected()) return;
  recordRejection(token);
  rejections += 1;
  if (session.refreshToken === undefined) dropSession({ kind: 'expired' });
  else if (isYoung(session) && rejections > 1) dropSession({ kind: 'rejected', message });
  schedule();
}

export function useRenewalProblem(): RenewalProblem | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => problem,
  );
}

function isYoung({ receivedAt }: ProviderSession): boolean {
  const age = Date.now() - receivedAt;
  // A clock that was set back makes it negative.
  return age >= 0 && age < YOUNG_MS;
}

/** The time until the next attempt; 0 or less if it is due. A rejected token is renewed as soon as it makes sense. */
function delayOf(session: ProviderSession): number {
  const rejectedDueAt = isYoung(session) ? Math.min(session.renewAt, session.receivedAt + YOUNG_MS) : 0;
  const dueAt = isSessionRejected() ? rejectedDueAt : session.renewAt;
  return Math.max(dueAt - Date.now(), retryAt - performance.now());
}

function schedule(): void {
  clearTimeout(timer);
  const session = currentSession();
  updateProblem(session);
  if (session === null || config?.authMode !== 'oidc' || running) return;
  if (session.refreshToken === undefined && isSessionRejected()) return;
  const delayMs = delayOf(session);
  if (delayMs > 0) timer = setTimeout(schedule, Math.min(delayMs, MAX_DELAY_MS));
  else if (session.refreshToken !== undefined) void renew();
}

function updateProblem(session: ProviderSession | null): void {
  let next: RenewalProblem | null = null;
  if (session && session.refreshToken === undefined) {
    if (Date.now() >= session.renewAt && !isSessionRejected()) next = 'expiring';
  } else if (session && failures > 0 && isSessionRejected()) next = 'unavailable';
  if (next === problem) return;
  problem = next;
  for (const listener of listeners) listener();
}

async function renew(): Promise<void> {
  running ??= renewOnce().finally(() => {
    running = null;
    schedule();
  });
  return running;
}

async function renewOnce(): Promise<void> {
  await configured;
  const before = currentSession();
  if (before?.refreshToken === undefined || config?.authMode !== 'oidc') return;
  const { id, version } = before;
  await inTurn(async () => {
    await awaitReports(before);
    const session = currentSession();
    if (session?.id !== id || session.version !== version) return;
    await exchange(session);
  });
}

async function exchange(session: ProviderSession): Promise<void> {
  if (!config) return;
  let provider: typeof import('./identityProvider') | null = null;
  try {
    provider = await loadChunk(() => import('./identityProvider'));
    const tokens = await provider.renewTokens(config, session);
    failures = 0;
    retryAt = 0;
    renewSession(session, tokens);
  } catch (error) {
    logError('The sign-in could not be renewed', error);
    if (provider?.isRefusal(error) !== true) {
      failures += 1;
      retryAt = performance.now() + backoffMs(failures, Math.random());
      return;
    }
    failures = 0;
    const wasRejected = isSessionRejected();
    renewSession(session, { ...session, refreshToken: undefined });
    if (wasRejected) dropSession({ kind: 'expired' });
  }
}

/** One tab at a time: providers revoke a session whose refresh token is used twice. */
async function inTurn(task: () => Promise<void>): Promise<void> {
  let isStarted = false;
  try {
    await navigator.locks.request(LOCK, async () => {
      isStarted = true;
      await task();
    });
  } catch (error) {
    if (isStarted) throw error;
    // Browsers that block storage have no locks.
    await task();
  }
}
