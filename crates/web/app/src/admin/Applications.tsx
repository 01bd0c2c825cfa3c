// Who asked to be a creator, and deciding on it.
import { useMemo, useState } from 'react';
import { isRefusal } from '../api/refusal';
import type { CreatorApplication } from '../api/types';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/Button';
import { GrowingItems } from '../ui/GrowingItems';
import { messageOf } from '../ui/messageOf';
import { Moment } from '../ui/Moment';
import { Name } from '../ui/Name';
import { nameOf } from '../ui/nameOf';
import { useGrowingList } from '../ui/useGrowingList';
import styles from './Admin.module.css';
import { loadApplications, review, type ListedStatus, type ReviewAct } from './api';
import { ReasonDialog } from './ReasonDialog';
import { ACT_LABELS, actsFor, EMPTY, STATUSES, stateOf } from './words';

const REFRESH_MS = 10_000;

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
  const load = useMemo(() => loadApplications(status), [status]);
  const list = useGrowingList({ load, idOf, everyMs: REFRESH_MS });
  return (
    <GrowingItems list={list} idOf={idOf} label={stateOf(status)} waiting="Looking…" empty={<p className={styles.quiet}>{EMPTY[status]}</p>}>
      {(application) => <Application application={application} listed={status} onChanged={list.replace} />}
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
  onChanged: (application: CreatorApplication) => void;
}

function Application({ application, listed, onChanged }: Props) {
  const { user, about, status, reason, createdAt, reviewedAt } = application;
  const [asked, setAsked] = useState<ReviewAct | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const decide = async (act: ReviewAct, why: string) => {
    setProblem(null);
    try {
      onChanged(await review(application.userId, act, why));
    } catch (error) {
      // Another admin was faster: the service says what it is now.
      if (!isRefusal(error, 'ALREADY_REVIEWED')) throw error;
      setProblem(`Somebody else decided on it meanwhile. ${error.message}`);
    }
    setAsked(null);
  };
  const approve = async () => {
    setIsBusy(true);
    try {
      await decide('approve', '');
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setIsBusy(false);
    }
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
              {' · decided '}
              <Moment at={reviewedAt} />
            </>
          )}
        </p>
        <p role="status">{status !== listed && `Now under “${stateOf(status)}”.`}</p>
        {problem && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {actsFor(status).map((act) => (
          <Button
            key={act}
            variant={act === 'approve' ? 'primary' : 'ending'}
            isBusy={isBusy}
            onClick={() => (act === 'approve' ? void approve() : setAsked(act))}
          >
            {ACT_LABELS[act]}
            <span className="visually-hidden">
              : <Name>{nameOf(user)}</Name>
            </span>
          </Button>
        ))}
      </div>
      {asked && (
        <ReasonDialog
          title={
            <>
              {asked === 'reject' ? 'Turn down ' : 'Withdraw the approval of '}
              <Name>{nameOf(user)}</Name>?
            </>
          }
          text={
            asked === 'reject'
              ? 'They read your reason, and may apply again.'
              : 'A broadcast that is on ends at once. They read your reason, and may apply again.'
          }
          label={ACT_LABELS[asked]}
          onConfirm={(why) => decide(asked, why)}
          onClose={() => setAsked(null)}
        />
      )}
    </article>
  );
}
