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
import { ReasonDialog } from './ReasonDialog';
import { ACTION_LABELS, actionsFor, EMPTY_TEXTS, STATUSES, statusLabel } from './labels';

export function Applications() {
  const [status, setStatus] = useState<ListedStatus>('PENDING');
  return (
    <>
      <div className={styles.filters} role="group" aria-label="Show">
        {STATUSES.map((one) => (
          <Button key={one.status} variant="secondary" aria-pressed={one.status === status} onClick={() => setStatus(one.status)}>
            {one.label}
          </Button>
        ))}
      </div>
      <ApplicationList key={status} status={status} />
    </>
  );
}

function ApplicationList({ status }: { status: ListedStatus }) {
  const list = usePagedList(applicationsQuery(status), { idOf });
  return (
    <PagedItems list={list} idOf={idOf} label={statusLabel(status)} loadingText="Loading…" empty={<p className={styles.quiet}>{EMPTY_TEXTS[status]}</p>}>
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
              Applied <DateTime at={createdAt} />
            </>
          )}
          {reviewedAt && (
            <>
              {' · reviewed '}
              <DateTime at={reviewedAt} />
            </>
          )}
        </p>
        <p role="status">{status !== listStatus && `Moved to “${statusLabel(status)}”.`}</p>
        {reviewMutation.error && (isConflict || !dialogAction) && (
          <p role="alert" className={styles.problem}>
            {isConflict ? `Another admin has already reviewed this application. ${errorMessage(reviewMutation.error)}` : errorMessage(reviewMutation.error)}
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
            {ACTION_LABELS[action]}
            <span className="visually-hidden">
              {action === 'revoke' ? ' of ' : ' '}
              <Name>{displayName(user)}</Name>
            </span>
          </Button>
        ))}
      </div>
      {dialogAction && (
        <ReasonDialog
          title={
            <>
              {dialogAction === 'reject' ? 'Reject ' : 'Revoke the approval of '}
              <Name>{displayName(user)}</Name>?
            </>
          }
          text={
            dialogAction === 'reject'
              ? 'The applicant sees your reason and can apply again.'
              : 'A running broadcast ends immediately. The creator sees your reason and can apply again.'
          }
          label={ACTION_LABELS[dialogAction]}
          onConfirm={(reviewReason) => confirm(dialogAction, reviewReason)}
          onClose={() => setDialogAction(null)}
        />
      )}
    </article>
  );
}
