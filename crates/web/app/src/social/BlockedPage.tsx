// Whom the person who is signed in has blocked, and letting them in again.
import { useAccount } from '../account/AccountProvider';
import { SignInRequired } from '../account/SignInRequired';
import { queryKeys } from '../api/queryKeys';
import type { RelatedUser } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { GrowingItems } from '../ui/GrowingItems';
import { messageOf } from '../ui/messageOf';
import { Name } from '../ui/Name';
import { nameOf } from '../ui/nameOf';
import { NarrowPage } from '../ui/NarrowPage';
import { usePagedList } from '../ui/usePagedList';
import { Waiting } from '../ui/Waiting';
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
        <Waiting>Loading…</Waiting>
      ) : me ? (
        <Blocked key={me.id} />
      ) : (
        <SignInRequired title="Sign in to see this list">Only you can see the people you blocked.</SignInRequired>
      )}
    </NarrowPage>
  );
}

function Blocked() {
  const list = usePagedList(blockedQuery, { idOf: idOfUser, isSteady: false });
  return (
    <GrowingItems
      list={list}
      idOf={idOfUser}
      label="Blocked"
      waiting="Loading…"
      empty={<p className={styles.quiet}>Nobody. You can block people from your chat or from your list of viewers.</p>}
    >
      {(person) => (
        <Person person={person}>
          <Unblock person={person} />
        </Person>
      )}
    </GrowingItems>
  );
}

function Unblock({ person }: { person: RelatedUser }) {
  const letIn = useApiMutation({ mutationFn: () => unblock(person.id), invalidates: [queryKeys.blocked, queryKeys.streams] });
  return (
    <>
      <Button variant="secondary" isBusy={letIn.isPending} onClick={() => letIn.mutate()}>
        Unblock
        <span className="visually-hidden">
          {' '}
          <Name>{nameOf(person)}</Name>
        </span>
      </Button>
      {letIn.error && (
        <p role="alert" className={styles.problem}>
          {messageOf(letIn.error)}
        </p>
      )}
    </>
  );
}
