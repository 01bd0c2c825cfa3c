// Provides the signed-in user, the server's configuration and the sign-in functions.
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { queryKeys } from '../api/queryKeys';
import { configQuery, meQuery } from '../api/accountQueries';
import { queryError } from '../api/queryClient';
import type { Config, Me } from '../api/types';
import { configureRenewal } from './renewal';
import { signOutOf } from './signOut';
import { useIsSuspended } from './suspension';
import { storeToken, useSignInExpired, useToken } from './token';
import { useUserQueryClient } from './useUserQueryClient';

export interface Account {
  /** `unknown` while a stored token is checked, or while the service can't be reached. */
  status: 'unknown' | 'guest' | 'signed-in' | 'suspended';
  me: Me | null;
  config: Config | null;
  /** The last sign-in ended because the service no longer accepts its token. */
  isExpired: boolean;
  /** Why the user couldn't be loaded although a token is stored. */
  problem: unknown;
  signIn: (token: string) => void;
  /** Calls the sign-out guard first, if one is set. */
  signOut: () => void;
  /** Sets a guard for the next sign-out, or removes it. */
  guardSignOut: (guard: SignOutGuard | null) => void;
  refresh: () => void;
}

/** Called instead of signing out. `proceed` signs out. */
export type SignOutGuard = (proceed: () => void) => void;

const AccountContext = createContext<Account | null>(null);

export function AccountProvider({ children }: { children: ReactNode }) {
  const token = useToken();
  const { client, generation } = useUserQueryClient(token);
  return (
    <QueryClientProvider client={client}>
      <AccountContextProvider key={generation} token={token}>
        {children}
      </AccountContextProvider>
    </QueryClientProvider>
  );
}

function AccountContextProvider({ token, children }: { token: string | null; children: ReactNode }) {
  const client = useQueryClient();
  const isExpired = useSignInExpired();
  const config = useQuery(configQuery);
  const meResult = useQuery({ ...meQuery, enabled: token !== null });
  const isSuspended = useIsSuspended();
  const me = isSuspended ? null : (meResult.data ?? null);
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: queryKeys.me }), [client]);
  // A new token of the same user refetches everything, but what is shown stays until then.
  const lastToken = useRef(token);
  useEffect(() => {
    if (lastToken.current !== token) void client.invalidateQueries();
    lastToken.current = token;
  }, [token, client]);
  const signIn = useCallback((fresh: string) => storeToken(fresh), []);
  const guard = useRef<SignOutGuard | null>(null);
  const guardSignOut = useCallback((next: SignOutGuard | null) => {
    guard.current = next;
  }, []);
  const provider = config.data ?? null;
  const signOut = useCallback(() => {
    const proceed = () => signOutOf(provider);
    if (guard.current) guard.current(proceed);
    else proceed();
  }, [provider]);
  useEffect(() => {
    if (provider) configureRenewal(provider);
  }, [provider]);

  const problem = queryError(config) ?? (me || isSuspended ? null : queryError(meResult));
  const account = useMemo<Account>(
    () => ({
      status: statusOf(token, isSuspended, me),
      me,
      config: provider,
      isExpired,
      problem,
      signIn,
      signOut,
      guardSignOut,
      refresh,
    }),
    [token, isSuspended, me, provider, isExpired, problem, signIn, signOut, guardSignOut, refresh],
  );
  return <AccountContext value={account}>{children}</AccountContext>;
}

function statusOf(token: string | null, isSuspended: boolean, me: Me | null): Account['status'] {
  if (token === null) return 'guest';
  if (isSuspended) return 'suspended';
  return me ? 'signed-in' : 'unknown';
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
