// Who asked to be a creator, and deciding on it.
import { useState } from 'react';
import { queryKeys } from '../api/queryKeys';
import { updateItems, type PagedData } from '../api/pages';
import { isApiError } from '../api/apiError';
import type { CreatorApplication } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/Button';
import { GrowingItems } from '../ui/GrowingItems';
import { messageOf } from '../ui/messageOf';
import { Moment } from '../ui/Moment';
import { Name } from '../ui/Name';
import { nameOf } from '../ui/nameOf';
import { usePagedList } from '../ui/usePagedList';
import styles from './Admin.module.css';
import { applicationsQuery, review, type ListedStatus, type ReviewAct } from './api';
import { ReasonDialog } from './ReasonDialog';
import { ACT_LABELS, actsFor, EMPTY, STATUSES, stateOf } from './words';

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
      <ApplicationsOf key={status} status={status} />
    </>
  );
}

function ApplicationsOf({ status }: { status: ListedStatus }) {
  const list = usePagedList(applicationsQuery(status), { idOf });
  return (
    <GrowingItems list={list} idOf={idOf} label={stateOf(status)} waiting="Loading…" empty={<p className={styles.quiet}>{EMPTY[status]}</p>}>
      {(application) => <Application application={application} listed={status} />}
    </GrowingItems>
  );
}

function idOf({ userId }: CreatorApplication): string {
  return userId;
}

interface Props {
  application: CreatorApplication;
  /** Under which state it stands; it stays there when it has been decided on, until the list is read again. */
  listed: ListedStatus;
}

function Application({ application, listed }: Props) {
  const { user, about, status, reason, createdAt, reviewedAt } = application;
  const [asked, setAsked] = useState<ReviewAct | null>(null);
  const decide = useApiMutation({
    mutationFn: ({ act, why }: { act: ReviewAct; why: string }) => review(application.userId, act, why),
    invalidates: [queryKeys.audit, ...STATUSES.filter((one) => one.status !== listed).map((one) => queryKeys.applications(one.status))],
    updates: [queryKeys.applications(listed)],
    updateCache: (client, decided) => {
      client.setQueryData<PagedData<CreatorApplication>>(queryKeys.applications(listed), updateItems((one) => (idOf(one) === idOf(decided) ? decided : one)));
    },
  });
  // Another admin was faster: the service says what it is now.
  const isOutrun = isApiError(decide.error, 'ALREADY_REVIEWED');
  const confirm = async (act: ReviewAct, why: string) => {
    try {
      await decide.mutateAsync({ act, why });
    } catch (error) {
      if (!isApiError(error, 'ALREADY_REVIEWED')) throw error;
    }
    setAsked(null);
  };
  return (
    <article className={styles.row} aria-label={nameOf(user)}>
      <div className={styles.words}>
        <p className={styles.who}>
          <Avatar user={user} size="small" />
          <Name className={styles.name}>{nameOf(user)}</Name>
          <Name className={styles.meta}>{user.username}</Name>
        </p>
        <p className={styles.about} dir="auto">{about}</p>
        {reason && <p className={styles.reason} dir="auto">{reason}</p>}
        <p className={styles.meta}>
          {createdAt && (
            <>
              Applied <Moment at={createdAt} />
            </>
          )}
          {reviewedAt && (
            <>
              {' · reviewed '}
              <Moment at={reviewedAt} />
            </>
          )}
        </p>
        <p role="status">{status !== listed && `Moved to “${stateOf(status)}”.`}</p>
        {decide.error && (isOutrun || !asked) && (
          <p role="alert" className={styles.problem}>
            {isOutrun ? `Another admin has already reviewed this application. ${messageOf(decide.error)}` : messageOf(decide.error)}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {actsFor(status).map((act) => (
          <Button
            key={act}
            variant={act === 'approve' ? 'primary' : 'ending'}
            isBusy={decide.isPending}
            onClick={() => (act === 'approve' ? decide.mutate({ act, why: '' }) : setAsked(act))}
          >
            {ACT_LABELS[act]}
            <span className="visually-hidden">
              {act === 'revoke' ? ' of ' : ' '}
              <Name>{nameOf(user)}</Name>
            </span>
          </Button>
        ))}
      </div>
      {asked && (
        <ReasonDialog
          title={
            <>
              {asked === 'reject' ? 'Reject ' : 'Revoke the approval of '}
              <Name>{nameOf(user)}</Name>?
            </>
          }
          text={
            asked === 'reject'
              ? 'The applicant sees your reason and can apply again.'
              : 'A running broadcast ends immediately. The creator sees your reason and can apply again.'
          }
          label={ACT_LABELS[asked]}
          onConfirm={(why) => confirm(asked, why)}
          onClose={() => setAsked(null)}
        />
      )}
    </article>
  );
}
