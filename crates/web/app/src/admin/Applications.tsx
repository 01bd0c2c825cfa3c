// Lists creator applications and reviews them.
import { useState } from 'react';
import { queryKeys } from '../api/queryKeys';
import { updateItems, type PagedData } from '../api/pages';
import { isApiError } from '../api/apiError';
import type { CreatorApplication } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/Button';
import { PagedItems } from '../ui/PagedItems';
import { errorMessage } from '../ui/errorMessage';
import { DateTime } from '../ui/DateTime';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { usePagedList } from '../ui/usePagedList';
import styles from './Admin.module.css';
import { applicationsQuery, review, type ListedStatus, type ReviewAction } from './api';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { admin } from '../i18n/en/admin';
import { common } from '../i18n/en/common';
import { ReasonDialog } from './ReasonDialog';
import { ACTION_LABELS, actionsFor, EMPTY_TEXTS, STATUSES, LISTED_STATUS_LABELS, NAMED_ACTIONS } from './labels';

export function Applications() {
  const t = useT();
  const [status, setStatus] = useState<ListedStatus>('PENDING');
  return (
    <>
      <div className={styles.filters} role="group" aria-label={t(admin.show)}>
        {STATUSES.map((one) => (
          <Button key={one.status} variant="secondary" aria-pressed={one.status === status} onClick={() => setStatus(one.status)}>
            {t(one.label)}
          </Button>
        ))}
      </div>
      <ApplicationList key={status} status={status} />
    </>
  );
}

function ApplicationList({ status }: { status: ListedStatus }) {
  const t = useT();
  const list = usePagedList(applicationsQuery(status), { idOf });
  return (
    <PagedItems list={list} idOf={idOf} label={t(LISTED_STATUS_LABELS[status])} loadingText={t(common.loading)} empty={<p className={styles.quiet}>{t(EMPTY_TEXTS[status])}</p>}>
      {(application) => <ApplicationRow application={application} listStatus={status} />}
    </PagedItems>
  );
}

function idOf({ userId }: CreatorApplication): string {
  return userId;
}

interface Props {
  application: CreatorApplication;
  /** The status of the list. A reviewed application stays in it until the list is refetched. */
  listStatus: ListedStatus;
}

function ApplicationRow({ application, listStatus }: Props) {
  const t = useT();
  const { user, about, status, reason, createdAt, reviewedAt } = application;
  const [dialogAction, setDialogAction] = useState<ReviewAction | null>(null);
  const reviewMutation = useApiMutation({
    mutationFn: ({ action, reviewReason }: { action: ReviewAction; reviewReason: string }) => review(application.userId, action, reviewReason),
    invalidates: [queryKeys.audit, ...STATUSES.filter((one) => one.status !== listStatus).map((one) => queryKeys.applications(one.status))],
    updates: [queryKeys.applications(listStatus)],
    updateCache: (client, reviewed) => {
      client.setQueryData<PagedData<CreatorApplication>>(queryKeys.applications(listStatus), updateItems((one) => (idOf(one) === idOf(reviewed) ? reviewed : one)));
    },
  });
  // Another admin has reviewed it already; the service returns the new status.
  const isConflict = isApiError(reviewMutation.error, 'ALREADY_REVIEWED');
  const confirm = async (action: ReviewAction, reviewReason: string) => {
    try {
      await reviewMutation.mutateAsync({ action, reviewReason });
    } catch (error) {
      if (!isApiError(error, 'ALREADY_REVIEWED')) throw error;
    }
    setDialogAction(null);
  };
  return (
    <article className={styles.row} aria-label={displayName(user)}>
      <div className={styles.text}>
        <p className={styles.names}>
          <Avatar user={user} size="small" />
          <Name className={styles.name}>{displayName(user)}</Name>
          <Name className={styles.meta}>{user.username}</Name>
        </p>
        <p className={styles.about} dir="auto">{about}</p>
        {reason && <p className={styles.reason} dir="auto">{reason}</p>}
        <p className={styles.meta}>
          {createdAt && (
            <>
              <Trans message={admin.applied} values={{ date: <DateTime at={createdAt} /> }} />
            </>
          )}
          {reviewedAt && (
            <>
              {' · '}
              <Trans message={admin.reviewed} values={{ date: <DateTime at={reviewedAt} /> }} />
            </>
          )}
        </p>
        <p role="status">{status !== listStatus && status !== 'NONE' && t(admin.movedTo, { status: t(LISTED_STATUS_LABELS[status]) })}</p>
        {reviewMutation.error && (isConflict || !dialogAction) && (
          <p role="alert" className={styles.problem}>
            {isConflict ? t(admin.alreadyReviewed, { message: errorMessage(reviewMutation.error) }) : errorMessage(reviewMutation.error)}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {actionsFor(status).map((action) => (
          <Button
            key={action}
            variant={action === 'approve' ? 'primary' : 'ending'}
            isBusy={reviewMutation.isPending}
            onClick={() => (action === 'approve' ? reviewMutation.mutate({ action, reviewReason: '' }) : setDialogAction(action))}
          >
            <Trans message={NAMED_ACTIONS[action]} values={{ name: <Name>{displayName(user)}</Name> }} tags={{ hidden: <span className="visually-hidden" /> }} />
          </Button>
        ))}
      </div>
      {dialogAction && (
        <ReasonDialog
          title={<Trans message={dialogAction === 'reject' ? admin.rejectTitle : admin.revokeTitle} values={{ name: <Name>{displayName(user)}</Name> }} />}
          text={t(dialogAction === 'reject' ? admin.rejectText : admin.revokeText)}
          label={t(ACTION_LABELS[dialogAction])}
          onConfirm={(reviewReason) => confirm(dialogAction, reviewReason)}
          onClose={() => setDialogAction(null)}
        />
      )}
    </article>
  );
}
