// Whom the person who is signed in has blocked, and letting them in again.
import { useState } from 'react';
import { useAccount } from '../account/AccountProvider';
import { SignInFirst } from '../account/SignInFirst';
import type { Acquaintance } from '../api/types';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { GrowingItems } from '../ui/GrowingItems';
import { messageOf } from '../ui/messageOf';
import { Name } from '../ui/Name';
import { nameOf } from '../ui/nameOf';
import { NarrowPage } from '../ui/NarrowPage';
import { useGrowingList } from '../ui/useGrowingList';
import { Waiting } from '../ui/Waiting';
import { idOfUser, loadBlocked, unblock } from './api';
import styles from './People.module.css';
import { Person } from './Person';

export function BlockedPage() {
  usePageTitle('People you blocked');
  const { status, me } = useAccount();
  return (
    <NarrowPage
      title="People you blocked"
      intro="They can’t watch you, write in your chat or follow you, and your stream isn’t listed to them."
    >
      {status === 'unknown' ? (
        <Waiting>Opening…</Waiting>
      ) : me ? (
        <Blocked key={me.id} />
      ) : (
        <SignInFirst title="Sign in to see them">The list is yours alone.</SignInFirst>
      )}
    </NarrowPage>
  );
}

function Blocked() {
  const list = useGrowingList({ load: loadBlocked, idOf: idOfUser });
  return (
    <GrowingItems
      list={list}
      idOf={idOfUser}
      label="Blocked"
      waiting="Looking…"
      empty={<p className={styles.quiet}>Nobody. You can block somebody from your chat or from the list of your viewers.</p>}
    >
      {(person) => (
        <Person person={person}>
          <Unblock person={person} onDone={list.refresh} />
        </Person>
      )}
    </GrowingItems>
  );
}

function Unblock({ person, onDone }: { person: Acquaintance; onDone: () => void }) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const letIn = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      await unblock(person.id);
      onDone();
    } catch (error) {
      setProblem(messageOf(error));
      setIsBusy(false);
    }
  };
  return (
    <>
      <Button variant="secondary" isBusy={isBusy} onClick={() => void letIn()}>
        Unblock
        <span className="visually-hidden">
          {' '}
          <Name>{nameOf(person)}</Name>
        </span>
      </Button>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
