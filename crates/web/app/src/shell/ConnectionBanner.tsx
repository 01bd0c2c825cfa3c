// Says on every page that the service is out of reach, until it answers again.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useAccount } from '../account/AccountProvider';
import { queryKeys } from '../api/queryKeys';
import { retryNow } from '../api/queryClient';
import { useReachability, type Reachability } from '../api/reachability';
import { messageOf } from '../ui/messageOf';
import styles from './ConnectionBanner.module.css';

const TEXTS: Partial<Record<Reachability, string>> = {
  unreachable: 'No connection to Onair. Check your network. This page reconnects automatically.',
  unavailable: 'Onair isn’t answering right now. This page continues automatically when it does.',
};

export function ConnectionBanner() {
  const { problem } = useAccount();
  const reachability = useReachability();
  useReconnectRetries(reachability);
  const text = TEXTS[reachability] ?? (problem !== null && messageOf(problem));
  return (
    <div role="status" className={styles.place}>
      {text && <p className={styles.banner}>{text}</p>}
    </div>
  );
}

function useReconnectRetries(reachability: Reachability): void {
  const client = useQueryClient();
  // Something that is always answered is asked for until it is: no page has to be waiting for anything.
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
