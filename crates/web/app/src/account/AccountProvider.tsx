// Who is using the page, and how this installation lets people sign in.
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { keys } from '../api/keys';
import { configQuery, meQuery } from '../api/queries';
import { failureOf } from '../api/queryClient';
import type { Config, Me } from '../api/types';
import { forgetToken, keepToken, useSignInExpired, useToken } from './token';
import { usePersonalClient } from './usePersonalClient';

export interface Account {
  /** `unknown` while a kept token is being looked at, or the service can't be reached. */
  status: 'unknown' | 'guest' | 'signed-in';
  me: Me | null;
  config: Config | null;
  /** The last sign-in ended because the service no longer accepts it. */
  isExpired: boolean;
  /** Why the page doesn't know who it is for, though somebody is signed in. */
  problem: unknown;
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

export function AccountProvider({ children }: { children: ReactNode }) {
  const token = useToken();
  const { client, person } = usePersonalClient(token);
  return (
    <QueryClientProvider client={client}>
      <KnownAccount key={person} token={token}>
        {children}
      </KnownAccount>
    </QueryClientProvider>
  );
}

function KnownAccount({ token, children }: { token: string | null; children: ReactNode }) {
  const client = useQueryClient();
  const isExpired = useSignInExpired();
  const config = useQuery(configQuery);
  const asked = useQuery({ ...meQuery, enabled: token !== null });
  const me = asked.data ?? null;
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: keys.me }), [client]);
  // A fresh token of the same person is asked about as well, but takes nothing off the page meanwhile.
  const lastToken = useRef(token);
  useEffect(() => {
    if (lastToken.current !== token) void client.invalidateQueries();
    lastToken.current = token;
  }, [token, client]);
  const signIn = useCallback((fresh: string) => keepToken(fresh), []);
  const guard = useRef<SignOutGuard | null>(null);
  const guardSignOut = useCallback((next: SignOutGuard | null) => {
    guard.current = next;
  }, []);
  const signOut = useCallback(() => {
    if (guard.current) guard.current(forgetToken);
    else forgetToken();
  }, []);

  const problem = failureOf(config) ?? (me ? null : failureOf(asked));
  const account = useMemo<Account>(
    () => ({
      status: token === null ? 'guest' : me ? 'signed-in' : 'unknown',
      me,
      config: config.data ?? null,
      isExpired,
      problem,
      signIn,
      signOut,
      guardSignOut,
      refresh,
    }),
    [token, me, config.data, isExpired, problem, signIn, signOut, guardSignOut, refresh],
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
