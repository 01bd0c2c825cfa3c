// Shown in place of every page while the signed-in user is suspended.
import { useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../api/queryKeys';
import { refetchNow } from '../api/queryClient';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { useAccount } from './AccountProvider';
import styles from './SuspendedPage.module.css';

export function SuspendedPage() {
  usePageTitle('Account suspended');
  const { signOut } = useAccount();
  const client = useQueryClient();
  return (
    <NarrowPage title="Account suspended">
      <Notice tone="problem" title="Your account is suspended">
        <p>
          An admin suspended it, so you can’t go live, watch or chat while you are signed in. A running broadcast has
          ended.
        </p>
        <p>To find out why, or to object, contact the people who run this site. This page continues when they reinstate you.</p>
        <div className={styles.actions}>
          <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.me)}>
            Check again
          </Button>
          <Button variant="quiet" onClick={signOut}>
            Sign out
          </Button>
        </div>
      </Notice>
    </NarrowPage>
  );
}
