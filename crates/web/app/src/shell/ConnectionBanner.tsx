// Shown on every page while the service is unreachable.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useAccount } from '../account/AccountProvider';
import { queryKeys } from '../api/queryKeys';
import { retryNow } from '../api/queryClient';
import { useReachability, type Reachability } from '../api/reachability';
import { errorMessage } from '../ui/errorMessage';
import styles from './ConnectionBanner.module.css';
import { SignInBanner } from './SignInBanner';

const TEXTS: Partial<Record<Reachability, string>> = {
  unreachable: 'No connection to Onair. Check your network. This page reconnects automatically.',
  unavailable: 'Onair isn’t answering right now. This page continues automatically when it does.',
};

export function ConnectionBanner() {
  const { problem } = useAccount();
  const reachability = useReachability();
  useReconnectRetries(reachability);
  const text = TEXTS[reachability] ?? (problem !== null && errorMessage(problem));
  return (
    <div role="status" className={styles.container}>
      {text && <p className={styles.banner}>{text}</p>}
      <SignInBanner className={styles.banner} />
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
