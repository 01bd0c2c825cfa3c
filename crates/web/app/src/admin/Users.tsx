// Lists users, and suspends and reinstates them.
import { useEffect, useState } from 'react';
import { useAccount } from '../account/AccountProvider';
import { queryKeys } from '../api/queryKeys';
import { updateItems, type PagedData } from '../api/pages';
import type { UserAccount } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { parseQuery, QUERY_LIMIT } from '../home/search/query';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/Button';
import { DateTime } from '../ui/DateTime';
import { Field } from '../ui/Field';
import { Name } from '../ui/Name';
import { PagedItems } from '../ui/PagedItems';
import { displayName } from '../ui/displayName';
import { errorMessage } from '../ui/errorMessage';
import { usePagedList } from '../ui/usePagedList';
import styles from './Admin.module.css';
import { reinstate, suspend, usersQuery, type AccountStatus, type UserFilter } from './api';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { admin } from '../i18n/en/admin';
import { common } from '../i18n/en/common';
import { ReasonDialog } from './ReasonDialog';
import { ACCOUNT_FILTERS, userBadges } from './labels';

/** Debounces typing. */
const DEBOUNCE_MS = 300;

export function Users() {
  const t = useT();
  const [text, setText] = useState('');
  const [status, setStatus] = useState<AccountStatus | null>(null);
  const settledText = useSettled(text);
  const query = parseQuery(settledText);
  return (
    <>
      <search className={styles.search}>
        <Field
          label={t(admin.searchUsers)}
          name="q"
          type="search"
          value={text}
          onValueChange={setText}
          problem={query.kind === 'too-long' ? t(common.tooLong, { limit: QUERY_LIMIT, over: query.over }) : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <div className={styles.filters} role="group" aria-label={t(admin.show)}>
          {ACCOUNT_FILTERS.map((one) => (
            <Button key={one.label.key} variant="secondary" aria-pressed={one.status === status} onClick={() => setStatus(one.status)}>
              {t(one.label)}
            </Button>
          ))}
        </div>
      </search>
      {query.kind !== 'too-long' && <UserList key={`${status} ${settledText.trim()}`} filter={{ text: query.kind === 'valid' ? query.text : '', status }} />}
    </>
  );
}

function UserList({ filter }: { filter: UserFilter }) {
  const t = useT();
  const list = usePagedList(usersQuery(filter), { idOf });
  const nobody = filter.text ? admin.noMatch : filter.status === 'SUSPENDED' ? admin.nobodySuspended : admin.noUsers;
  return (
    <PagedItems list={list} idOf={idOf} label={t(admin.users)} loadingText={t(common.loading)} empty={<p role="status" className={styles.quiet}>{t(nobody)}</p>}>
      {(user) => <UserRow user={user} filter={filter} />}
    </PagedItems>
  );
}

function idOf({ id }: UserAccount): string {
  return id;
}

function UserRow({ user, filter }: { user: UserAccount; filter: UserFilter }) {
  const t = useT();
  const { me } = useAccount();
  const [isDialogOpen, setIsDialogOpen] = useState(false);
  const listKey = queryKeys.users(filter);
  const change = useApiMutation({
    mutationFn: (reason: string | null) => (reason === null ? reinstate(user.id) : suspend(user.id, reason)),
    invalidates: [queryKeys.audit, queryKeys.live],
    updates: [listKey],
    updateCache: (client, changed) => {
      client.setQueryData<PagedData<UserAccount>>(listKey, updateItems((one) => (idOf(one) === idOf(changed) ? changed : one)));
    },
  });
  const name = displayName(user);
  return (
    <article className={styles.row} aria-label={name}>
      <div className={styles.text}>
        <p className={styles.names}>
          <Avatar user={user} size="small" />
          <Name className={styles.name}>{name}</Name>
          <Name className={styles.meta}>{user.username}</Name>
          {userBadges(user).map(({ label, isProblem }) => (
            <span key={label.key} className={isProblem ? styles.problemBadge : styles.badge}>
              {t(label)}
            </span>
          ))}
        </p>
        <p className={styles.meta}>
          <Trans message={admin.firstSeen} values={{ date: <DateTime at={user.createdAt} />, id: <Name>{user.id}</Name> }} />
        </p>
        {change.error && !isDialogOpen && (
          <p role="alert" className={styles.problem}>
            {errorMessage(change.error)}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {user.id === me?.id ? (
          <span className={styles.meta}>{t(admin.yourAccount)}</span>
        ) : (
          <Button
            variant={user.isSuspended ? 'secondary' : 'ending'}
            isBusy={change.isPending}
            onClick={() => (user.isSuspended ? change.mutate(null) : setIsDialogOpen(true))}
          >
            <Trans
              message={user.isSuspended ? admin.reinstateName : admin.suspendName}
              values={{ name: <Name>{name}</Name> }}
              tags={{ hidden: <span className="visually-hidden" /> }}
            />
          </Button>
        )}
      </div>
      {isDialogOpen && (
        <ReasonDialog
          title={<Trans message={admin.suspendTitle} values={{ name: <Name>{name}</Name> }} />}
          text={t(admin.suspendText)}
          label={t(admin.suspend)}
          onConfirm={async (reason) => {
            await change.mutateAsync(reason);
            setIsDialogOpen(false);
          }}
          onClose={() => setIsDialogOpen(false)}
        />
      )}
    </article>
  );
}

/** The text after a pause in typing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
