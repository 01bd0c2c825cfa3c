// The users that the signed-in user has blocked.
import { useAccount } from '../account/AccountProvider';
import { SignInRequired } from '../account/SignInRequired';
import { queryKeys } from '../api/queryKeys';
import type { RelatedUser } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { PagedItems } from '../ui/PagedItems';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { NarrowPage } from '../ui/NarrowPage';
import { usePagedList } from '../ui/usePagedList';
import { Loading } from '../ui/Loading';
import { blockedQuery, idOfUser, unblock } from './api';
import styles from './People.module.css';
import { Person } from './Person';

export function BlockedPage() {
  usePageTitle('People you blocked');
  const { status, me } = useAccount();
  return (
    <NarrowPage
      title="People you blocked"
      intro="They can’t watch you, write in your chat or follow you, and they don’t see your stream in lists."
    >
      {status === 'unknown' ? (
        <Loading>Loading…</Loading>
      ) : me ? (
        <Blocked key={me.id} />
      ) : (
        <SignInRequired title="Sign in to see this list">Only you can see the people you blocked.</SignInRequired>
      )}
    </NarrowPage>
  );
}

function Blocked() {
  const list = usePagedList(blockedQuery, { idOf: idOfUser, isStable: false });
  return (
    <PagedItems
      list={list}
      idOf={idOfUser}
      label="Blocked"
      loadingText="Loading…"
      empty={<p className={styles.quiet}>Nobody. You can block people from your chat or from your list of viewers.</p>}
    >
      {(person) => (
        <Person person={person}>
          <Unblock person={person} />
        </Person>
      )}
    </PagedItems>
  );
}

function Unblock({ person }: { person: RelatedUser }) {
  const unblockMutation = useApiMutation({ mutationFn: () => unblock(person.id), invalidates: [queryKeys.blocked, queryKeys.streams] });
  return (
    <>
      <Button variant="secondary" isBusy={unblockMutation.isPending} onClick={() => unblockMutation.mutate()}>
        Unblock
        <span className="visually-hidden">
          {' '}
          <Name>{displayName(person)}</Name>
        </span>
      </Button>
      {unblockMutation.error && (
        <p role="alert" className={styles.problem}>
          {errorMessage(unblockMutation.error)}
        </p>
      )}
    </>
  );
}
