// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AccountProvider, useAccount } from '../account/AccountProvider';
import { currentToken, storeToken } from '../account/token';
import { SignOutDialog } from './dialogs';

beforeEach(() => {
  vi.stubGlobal('fetch', async () => Response.json({ success: true, data: {} }));
  storeToken('one');
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
});

function SignOut() {
  return <button onClick={useAccount().signOut}>Sign out</button>;
}

function signingOut(isLive: boolean, onEnd = vi.fn(async () => {})) {
  render(
    <AccountProvider>
      <SignOut />
      <SignOutDialog isLive={isLive} onEnd={onEnd} />
    </AccountProvider>,
  );
  const button = screen.getByRole('button', { name: 'Sign out' });
  button.focus();
  fireEvent.click(button);
  return onEnd;
}

const confirm = () => fireEvent.click(screen.getByRole('button', { name: 'End stream and sign out' }));

it('signs out without confirmation while nothing is on air', () => {
  signingOut(false);
  expect(currentToken()).toBeNull();
});

it('asks for confirmation while live, and restores the focus on cancel', async () => {
  const onEnd = signingOut(true);
  expect(screen.getByRole('alertdialog', { name: 'Sign out?' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Stay' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Sign out' })));
  expect(currentToken()).toBe('one');
  expect(onEnd).not.toHaveBeenCalled();
});

it('ends the broadcast before it signs out', async () => {
  const tokens: (string | null)[] = [];
  signingOut(
    true,
    vi.fn(async () => {
      tokens.push(currentToken());
    }),
  );
  confirm();
  await waitFor(() => expect(currentToken()).toBeNull());
  expect(tokens).toEqual(['one']);
});

it('doesn’t sign out if the broadcast can’t be ended', async () => {
  signingOut(true, vi.fn(() => Promise.reject(new Error('no'))));
  confirm();
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(currentToken()).toBe('one');
});
