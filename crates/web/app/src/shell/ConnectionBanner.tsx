// Shown on every page while the service is unreachable.
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useAccount } from '../account/AccountProvider';
import { sessionEnd, subscribeToSession } from '../account/providerSession';
import { queryKeys } from '../api/queryKeys';
import { retryNow } from '../api/queryClient';
import { useReachability, type Reachability } from '../api/reachability';
import { errorMessage } from '../ui/errorMessage';
import { loadChunk } from '../upgrade/loadChunk';
import styles from './ConnectionBanner.module.css';
import { useT } from '../i18n/current';
import { ItemBoundary } from '../errors/boundaries';
import { shell } from '../i18n/en/shell';
import type { Message } from '../i18n/message';

const TEXTS: Partial<Record<Reachability, Message>> = {
  unreachable: shell.noConnection,
  unavailable: shell.notAnswering,
};

// Only users who are or were signed in need it. They load it at once, not when something is wrong.
const SignInBanner = lazy(async () => ({ default: (await loadChunk(() => import('./SignInBanner'))).SignInBanner }));

export function ConnectionBanner() {
  const t = useT();
  const { problem, status, isExpired } = useAccount();
  const end = useSyncExternalStore(subscribeToSession, sessionEnd);
  const hasSignIn = status !== 'guest' || isExpired || end !== null;
  const reachability = useReachability();
  useReconnectRetries(reachability);
  const state = TEXTS[reachability];
  const text = state ? t(state) : problem !== null && errorMessage(problem);
  return (
    <div role="status" className={styles.container}>
      {text && <p className={styles.banner}>{text}</p>}
      {hasSignIn && (
        <ItemBoundary fallback={null}>
          <Suspense>
            <SignInBanner className={styles.banner} />
          </Suspense>
        </ItemBoundary>
      )}
    </div>
  );
}

function useReconnectRetries(reachability: Reachability): void {
  const client = useQueryClient();
  // The configuration is public and always available, so it serves as the check.
  useEffect(() => {
    if (reachability === 'suspect') void client.invalidateQueries({ queryKey: queryKeys.config });
    if (reachability === 'reachable') retryNow(client);
  }, [reachability, client]);
  useEffect(() => {
    const onOnline = () => retryNow(client);
    const onOffline = () => void client.invalidateQueries({ queryKey: queryKeys.config });
    window.addEventListener('online', onOnline);
    window.addEventListener('offline', onOffline);
    return () => {
      window.removeEventListener('online', onOnline);
      window.removeEventListener('offline', onOffline);
    };
  }, [client]);
}
