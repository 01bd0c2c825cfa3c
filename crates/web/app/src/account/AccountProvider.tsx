// Who is using the page, and how this installation lets people sign in.
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { answer, api } from '../api/client';
import { isRefusal } from '../api/refusal';
import type { Config, Me } from '../api/types';
import { usePolling } from '../ui/usePolling';
import { isSamePerson } from './samePerson';
import { forgetToken, keepToken, useSignInExpired, useToken } from './token';

export interface Account {
  /** `unknown` while a kept token is being looked at, or the service can't be reached. */
  status: 'unknown' | 'guest' | 'signed-in';
  me: Me | null;
  config: Config | null;
  /** The last sign-in ended because the service no longer accepts it. */
  isExpired: boolean;
  isUnreachable: boolean;
  signIn: (token: string) => void;
  /** Asks first where something would be lost by it. */
  signOut: () => void;
  /** Puts a question before the next sign-out, or takes it away. */
  guardSignOut: (guard: SignOutGuard | null) => void;
  refresh: () => void;
}

/** Called instead of signing out: `proceed` does it. */
export type SignOutGuard = (proceed: () => void) => void;

const AccountContext = createContext<Account | null>(null);

/** A name or an approval may change; once a minute is often enough to notice by itself. */
const REFRESH_MS = 60_000;

export function AccountProvider({ children }: { children: ReactNode }) {
  const token = useToken();
  const isExpired = useSignInExpired();
  const config = useConfig();
  const loadMe = useMemo(
    () =>
      token === null
        ? null
        : async (signal: AbortSignal) => ({ token, me: (await answer(api.GET('/api/viewer/me', { signal }))).data }),
    [token],
  );
  const polled = usePolling(loadMe, REFRESH_MS);
  const { refresh } = polled;
  // A fresh token of the same person is asked about as well, but takes nothing off the page meanwhile.
  const [known, setKnown] = useState(polled.data);
  if (polled.data && polled.data !== known) setKnown(polled.data);
  const me = known !== null && isSamePerson(known.token, token) ? known.me : null;
  const signIn = useCallback((fresh: string) => keepToken(fresh), []);
  const guard = useRef<SignOutGuard | null>(null);
  const guardSignOut = useCallback((next: SignOutGuard | null) => {
    guard.current = next;
  }, []);
  const signOut = useCallback(() => {
    if (guard.current) guard.current(forgetToken);
    else forgetToken();
  }, []);

  const isUnreachable = isOutage(config.error) || (token !== null && !me && isOutage(polled.error));
  const account = useMemo<Account>(
    () => ({
      status: token === null ? 'guest' : me ? 'signed-in' : 'unknown',
      me,
      config: config.data,
      isExpired,
      isUnreachable,
      signIn,
      signOut,
      guardSignOut,
      refresh,
    }),
    [token, me, config.data, isExpired, isUnreachable, signIn, signOut, guardSignOut, refresh],
  );
  return <AccountContext value={account}>{children}</AccountContext>;
}

export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error('useAccount needs an AccountProvider above it');
  return account;
}

export function useSignOutGuard(guard: SignOutGuard | null): void {
  const { guardSignOut } = useAccount();
  useEffect(() => {
    guardSignOut(guard);
    return () => guardSignOut(null);
  }, [guardSignOut, guard]);
}

function useConfig() {
  const load = useCallback(async (signal: AbortSignal) => (await answer(api.GET('/api/config', { signal }))).data, []);
  return usePolling(load, null);
}

function isOutage(error: unknown): boolean {
  return isRefusal(error) && (error.status === 0 || error.status >= 500);
}
