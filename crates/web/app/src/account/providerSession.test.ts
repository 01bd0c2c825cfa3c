// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTab, stubChannels, tokensOf } from './testTabs';

beforeEach(stubChannels);
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  localStorage.clear();
});

it('is shared with open tabs and new tabs, and never stored in local storage', async () => {
  const first = await openTab();
  const second = await openTab();
  first.startSession(tokensOf('ada'));
  expect(second.currentSession()).toEqual(first.currentSession());
  const third = await openTab();
  expect(third.currentSession()).toEqual(first.currentSession());
  expect(localStorage).toHaveLength(0);
});

it('is the same after a reload, with the tokens that another tab has renewed meanwhile', async () => {
  const first = await openTab();
  const second = await openTab();
  first.startSession(tokensOf('ada'));
  const before = first.currentSession();
  if (!before) throw new Error('no session');
  first.renewSession(before, tokensOf('ada', 2));
  const reloaded = await openTab(JSON.stringify(before));
  expect(reloaded.currentSession()?.version).toBe(2);
  expect(second.currentSession()?.accessToken).toBe(first.currentSession()?.accessToken);
});

it('ignores a renewal that is older, or of a session that has ended', async () => {
  const first = await openTab();
  const second = await openTab();
  first.startSession(tokensOf('ada'));
  const before = first.currentSession();
  if (!before) throw new Error('no session');
  first.renewSession(before, tokensOf('ada', 2));
  second.renewSession(before, tokensOf('ada', 3));
  expect(second.currentSession()?.accessToken).toBe(tokensOf('ada', 2).accessToken);
  second.endSession();
  expect(first.currentSession()).toBeNull();
  first.renewSession(before, tokensOf('ada', 4));
  expect(first.currentSession()).toBeNull();
  expect((await openTab()).currentSession()).toBeNull();
});

it('follows the clock nowhere: a renewal counts although the clock was set back', async () => {
  const first = await openTab();
  const second = await openTab();
  first.startSession(tokensOf('ada'));
  const before = first.currentSession();
  if (!before) throw new Error('no session');
  first.renewSession(before, tokensOf('ada', 2, { receivedAt: before.receivedAt - 600_000 }));
  expect(second.currentSession()?.version).toBe(2);
});

it('of an isolated tab outlives the sign-out in another tab, stays renewable, and isn’t passed on', async () => {
  const live = await openTab();
  const other = await openTab();
  other.startSession(tokensOf('ada'));
  const release = live.isolateSession();
  other.endSession();
  expect(live.currentSession()).not.toBeNull();
  expect((await openTab()).currentSession(), 'a new tab is signed out').toBeNull();
  expect((await openTab(JSON.stringify(live.currentSession()))).currentSession(), 'a reload keeps it').not.toBeNull();
  release();
  expect(live.currentSession()).toBeNull();
});

it('of an isolated tab is replaced by a new sign-in of the same user only', async () => {
  const live = await openTab();
  const other = await openTab();
  live.startSession(tokensOf('ada'));
  const release = live.isolateSession();
  other.startSession(tokensOf('ada', 2));
  expect(live.currentSession()?.accessToken).toBe(tokensOf('ada', 2).accessToken);
  other.startSession(tokensOf('ben'));
  expect(live.currentSession()?.accessToken).toBe(tokensOf('ada', 2).accessToken);
  release();
  expect(live.currentSession()?.accessToken, 'the other tab’s user after the broadcast').toBe(tokensOf('ben').accessToken);
});

it('that is damaged or can’t be shared is no obstacle', async () => {
  expect((await openTab('{')).currentSession()).toBeNull();
  vi.stubGlobal('BroadcastChannel', undefined);
  const tab = await openTab();
  tab.startSession(tokensOf('ada'));
  expect(tab.currentSession()).not.toBeNull();
});
