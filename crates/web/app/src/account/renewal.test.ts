// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { delayMessages, openTab, stubChannels, tokensOf } from './testTabs';

const renewTokens = vi.fn<(config: unknown, session: { refreshToken?: string }) => Promise<unknown>>();
vi.mock('./identityProvider', () => ({ renewTokens, isRefusal: (error: Error) => error.message === 'invalid_grant' }));
vi.mock('../errors/logError', () => ({ logError: () => undefined }));

const CONFIG = { authMode: 'oidc', issuer: 'https://login.test', clientId: 'onair' } as const;
const MINUTE = 60_000;

beforeEach(() => {
  stubChannels();
  vi.useFakeTimers();
  renewTokens.mockReset();
  let serial = 1;
  renewTokens.mockImplementation(async () => tokensOf('ada', (serial += 1)));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  sessionStorage.clear();
});

async function signedIn() {
  const tab = await openTab();
  tab.configureRenewal(CONFIG);
  tab.startSession(tokensOf('ada'));
  return tab;
}

it('renews before the tokens expire, again and again', async () => {
  const tab = await signedIn();
  await vi.advanceTimersByTimeAsync(44 * MINUTE);
  expect(renewTokens).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(tab.currentSession()?.version).toBe(2);
  await vi.advanceTimersByTimeAsync(46 * MINUTE);
  expect(tab.currentSession()?.version).toBe(3);
});

it('renews once for many tabs, although the report of the renewal arrives late', async () => {
  const first = await signedIn();
  const second = await openTab();
  second.configureRenewal(CONFIG);
  delayMessages(100);
  renewTokens.mockImplementation(async () => {
    await new Promise((resolve) => void setTimeout(resolve, 100));
    return tokensOf('ada', 2);
  });
  let turn = Promise.resolve();
  const request = (_name: string, task: () => Promise<void>) => (turn = turn.then(task));
  vi.stubGlobal('navigator', Object.create(navigator, { locks: { value: { request } } }));
  await vi.advanceTimersByTimeAsync(46 * MINUTE);
  expect(renewTokens).toHaveBeenCalledOnce();
  expect([first.currentSession()?.version, second.currentSession()?.version]).toEqual([2, 2]);
});

it('tries again with growing delays while the provider is away', async () => {
  const tab = await signedIn();
  renewTokens.mockRejectedValue(new TypeError('Failed to fetch'));
  await vi.advanceTimersByTimeAsync(46 * MINUTE);
  const attempts = renewTokens.mock.calls.length;
  expect(attempts).toBeGreaterThan(3);
  expect(attempts).toBeLessThan(12);
  expect(tab.currentSession()?.version).toBe(1);
  renewTokens.mockResolvedValue(tokensOf('ada', 2));
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(tab.currentSession()?.version).toBe(2);
});

it('keeps the session until the service rejects it if the provider refuses to renew it', async () => {
  const tab = await signedIn();
  renewTokens.mockRejectedValue(new Error('invalid_grant'));
  await vi.advanceTimersByTimeAsync(46 * MINUTE);
  expect(renewTokens).toHaveBeenCalledOnce();
  const { accessToken } = tab.currentSession() ?? { accessToken: '' };
  expect(await tab.replacementFor(accessToken)).toBeNull();
  tab.rejectSession(accessToken, 'Sign in again.');
  expect(tab.currentSession()).toBeNull();
  expect(tab.sessionEnd()).toEqual({ kind: 'expired' });
});

it('keeps an expired session while the tab is isolated', async () => {
  const tab = await signedIn();
  const release = tab.isolateSession();
  renewTokens.mockRejectedValue(new Error('invalid_grant'));
  await vi.advanceTimersByTimeAsync(46 * MINUTE);
  tab.rejectSession(tab.currentSession()?.accessToken ?? '', 'Sign in again.');
  expect(tab.currentSession()).not.toBeNull();
  expect(tab.isSessionExpired()).toBe(true);
  release();
  expect(tab.sessionEnd()).toEqual({ kind: 'expired' });
});

it('replaces a rejected token, but not a young one, and not without end', async () => {
  const tab = await signedIn();
  const rejected = tokensOf('ada').accessToken;
  expect(await tab.replacementFor(rejected), 'a new token would be rejected too').toBeNull();
  await vi.advanceTimersByTimeAsync(31_000);
  const replacement = tab.replacementFor(rejected);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await replacement).toBe(tokensOf('ada', 2).accessToken);
  expect(await tab.replacementFor(rejected), 'another call with the old token').toBe(tokensOf('ada', 2).accessToken);
  expect(renewTokens).toHaveBeenCalledOnce();
});

it('waits half a minute after the service has rejected a new token, and gives up after the second', async () => {
  const tab = await signedIn();
  tab.rejectSession(tokensOf('ada').accessToken, 'Unknown key.');
  await vi.advanceTimersByTimeAsync(29_000);
  expect(renewTokens).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.currentSession()?.version).toBe(2);
  tab.rejectSession(tokensOf('ada', 2).accessToken, 'Unknown key.');
  expect(tab.sessionEnd()).toEqual({ kind: 'rejected', message: 'Unknown key.' });
});

it('forgets a rejection after the service has accepted a token', async () => {
  const tab = await signedIn();
  tab.rejectSession(tokensOf('ada').accessToken, 'Unknown key.');
  await vi.advanceTimersByTimeAsync(31_000);
  tab.recordAccepted(tokensOf('ada', 2).accessToken);
  tab.rejectSession(tokensOf('ada', 2).accessToken, 'Unknown key.');
  expect(tab.currentSession()).not.toBeNull();
});

it('renews a rejected token although the clock was set back, and tries again', async () => {
  const tab = await signedIn();
  vi.setSystemTime(Date.now() - 60 * MINUTE);
  renewTokens.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const rejected = tokensOf('ada').accessToken;
  const replacement = tab.replacementFor(rejected);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await replacement).toBeNull();
  tab.rejectSession(rejected, 'Sign in again.');
  vi.setSystemTime(Date.now() - 60 * MINUTE);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(tab.currentSession()?.version).toBe(2);
});

it('does not send another user’s token with a call of the first user', async () => {
  const tab = await signedIn();
  const rejected = tokensOf('ada').accessToken;
  tab.startSession(tokensOf('ben', 2));
  expect(await tab.replacementFor(rejected)).toBeNull();
});

it('removes a session that another server at this address has left', async () => {
  const tab = await signedIn();
  tab.configureRenewal({ authMode: 'dev', issuer: null, clientId: null });
  expect(tab.currentSession()).toBeNull();
});
