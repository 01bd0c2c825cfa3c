// Shown in place of every page while the signed-in user is suspended.
import { useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../api/queryKeys';
import { refetchNow } from '../api/queryClient';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { useAccount } from './AccountProvider';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { account } from '../i18n/en/account';
import styles from './SuspendedPage.module.css';

export function SuspendedPage() {
  const t = useT();
  usePageTitle(t(account.suspendedTitle));
  const { signOut } = useAccount();
  const client = useQueryClient();
  return (
    <NarrowPage title={t(account.suspendedTitle)}>
      <Notice tone="problem" title={t(account.suspended)}>
        <p>{t(account.suspendedText)}</p>
        <p>{t(account.suspendedAdvice)}</p>
        <div className={styles.actions}>
          <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.me)}>
            {t(account.checkAgain)}
          </Button>
          <Button variant="quiet" onClick={signOut}>
            {t(common.signOut)}
          </Button>
        </div>
      </Notice>
    </NarrowPage>
  );
}
