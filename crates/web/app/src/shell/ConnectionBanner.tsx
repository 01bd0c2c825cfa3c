// Says on every page that the service is out of reach, until it answers again.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useAccount } from '../account/AccountProvider';
import { keys } from '../api/keys';
import { retryNow } from '../api/queryClient';
import { useReachability, type Reachability } from '../api/reachability';
import { messageOf } from '../ui/messageOf';
import styles from './ConnectionBanner.module.css';

const WORDS: Partial<Record<Reachability, string>> = {
  lost: 'No connection to Onair. Check your network. This page reconnects automatically.',
  away: 'Onair isn’t answering right now. This page continues automatically when it does.',
};

export function ConnectionBanner() {
  const { problem } = useAccount();
  const reachability = useReachability();
  useAskingAgain(reachability);
  const words = WORDS[reachability] ?? (problem !== null && messageOf(problem));
  return (
    <div role="status" className={styles.place}>
      {words && <p className={styles.banner}>{words}</p>}
    </div>
  );
}

function useAskingAgain(reachability: Reachability): void {
  const client = useQueryClient();
  // Something that is always answered is asked for until it is: no page has to be waiting for anything.
  useEffect(() => {
    if (reachability === 'in-doubt') void client.invalidateQueries({ queryKey: keys.config });
    if (reachability === 'reached') retryNow(client);
  }, [reachability, client]);
  useEffect(() => {
    const onOnline = () => retryNow(client);
    const onOffline = () => void client.invalidateQueries({ queryKey: keys.config });
    window.addEventListener('online', onOnline);
    window.addEventListener('offline', onOffline);
    return () => {
      window.removeEventListener('online', onOnline);
      window.removeEventListener('offline', onOffline);
    };
  }, [client]);
}
