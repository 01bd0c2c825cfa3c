// The summary of one past broadcast, over the creator's page. The address names it, so it can be shared.
import * as Dialog from '@radix-ui/react-dialog';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { queryError } from '../api/queryClient';
import type { SessionSummary } from '../api/types';
import { ItemBoundary } from '../errors/boundaries';
import { ViewerChart } from '../history/chart/ViewerChart';
import { sessionStats } from '../history/sessionStats';
import { StatList } from '../history/StatList';
import { summaryQuery } from '../history/summaryQuery';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { common } from '../i18n/en/common';
import { profile } from '../i18n/en/profile';
import { Button } from '../ui/Button';
import { DateTime } from '../ui/DateTime';
import dialog from '../ui/Dialog.module.css';
import { displayName } from '../ui/displayName';
import { errorMessage } from '../ui/errorMessage';
import { Loading } from '../ui/Loading';
import { Name } from '../ui/Name';
import { useOpenerFocus } from '../ui/useOpenerFocus';
import { BROADCAST_PARAM } from './profilePath';
import styles from './SummaryDialog.module.css';

export function SummaryDialog() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const session = params.get(BROADCAST_PARAM);
  const focus = useOpenerFocus();
  const close = () => {
    const rest = new URLSearchParams(params);
    rest.delete(BROADCAST_PARAM);
    setParams(rest, { replace: true, preventScrollReset: true });
  };
  return (
    <Dialog.Root open={session !== null} onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={`${dialog.dialog} ${styles.dialog}`} aria-describedby={undefined} {...focus}>
          {session !== null && <Content session={session} />}
          <div className={dialog.actions}>
            <Button variant="secondary" onClick={close}>
              {t(common.close)}
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ session }: { session: string }) {
  const t = useT();
  const result = useQuery(summaryQuery(session));
  const error = queryError(result);
  if (result.data?.summary) return <Summary summary={result.data.summary} />;
  const title = result.data ? t(profile.noSummary) : t(profile.summary);
  return (
    <>
      <Dialog.Title className={dialog.title}>{title}</Dialog.Title>
      <div className={styles.body}>
        {result.data && <p className={dialog.text}>{t(profile.noSummaryText)}</p>}
        {!result.data && error === null && <Loading>{t(common.loading)}</Loading>}
        {!result.data && error !== null && (
          <p role="alert" className={dialog.problem}>
            {errorMessage(error)}
          </p>
        )}
      </div>
    </>
  );
}

function Summary({ summary }: { summary: SessionSummary }) {
  const t = useT();
  return (
    <>
      <Dialog.Title className={dialog.title}>
        <Name>{summary.title}</Name>
      </Dialog.Title>
      <p className={`${dialog.text} ${styles.meta}`}>
        <span>
          <Trans message={profile.by} values={{ name: <Name>{displayName(summary.creator)}</Name> }} />
        </span>
        <DateTime at={summary.startedAt} />
      </p>
      <div className={styles.body}>
        <StatList stats={sessionStats(t, summary)} />
        <ItemBoundary fallback={null}>
          <ViewerChart session={summary.id} peakViewers={summary.peakViewers} />
        </ItemBoundary>
      </div>
    </>
  );
}
