// Who follows somebody, and whom they follow. For everybody to see.
import { useCallback, useMemo, useState } from 'react';
import { NavLink, useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { answer, api } from '../api/client';
import { isRefusal } from '../api/refusal';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { GrowingItems } from '../ui/GrowingItems';
import { isolated } from '../ui/isolated';
import { messageOf } from '../ui/messageOf';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Tabs } from '../ui/Tabs';
import { useGrowingList } from '../ui/useGrowingList';
import { usePolling } from '../ui/usePolling';
import { Waiting } from '../ui/Waiting';
import { idOfUser, loadSide, type Side } from './api';
import styles from './People.module.css';
import { Person } from './Person';

const EMPTY: Record<Side, string> = {
  followers: 'Nobody follows them yet.',
  following: 'They follow nobody yet.',
};

export function PeoplePage({ side }: { side: Side }) {
  const { username = '' } = useParams();
  usePageTitle(side === 'followers' ? `Who follows ${isolated(username)}` : `Whom ${isolated(username)} follows`);
  const { me } = useAccount();
  const ownId = me?.username.toLowerCase() === username.toLowerCase() ? me.id : null;
  const find = useCallback(async (signal: AbortSignal) => ownId ?? findCreator(username, signal), [username, ownId]);
  const { data: userId, error, refresh } = usePolling(find, null);
  return (
    <NarrowPage title={username}>
      <Tabs label="Follows">
        <NavLink to={`/user/${encodeURIComponent(username)}/followers`}>Followers</NavLink>
        <NavLink to={`/user/${encodeURIComponent(username)}/following`}>Following</NavLink>
      </Tabs>
      {userId ? (
        <SideOf key={`${userId} ${side}`} userId={userId} side={side} />
      ) : error ? (
        <Notice tone="problem" title={isRefusal(error) && error.status === 404 ? 'There is no such creator' : 'This can’t be loaded right now'}>
          <p>{messageOf(error)}</p>
          <Button variant="secondary" onClick={refresh}>
            Try again
          </Button>
        </Notice>
      ) : (
        <Waiting>Looking…</Waiting>
      )}
    </NarrowPage>
  );
}

function SideOf({ userId, side }: { userId: string; side: Side }) {
  const [total, setTotal] = useState<number | null>(null);
  const load = useMemo(() => loadSide(userId, side, setTotal), [userId, side]);
  const list = useGrowingList({ load, idOf: idOfUser });
  return (
    <>
      {total !== null && total > 0 && <p className={styles.quiet}>{total === 1 ? '1 person' : `${total.toLocaleString('en')} people`}</p>}
      <GrowingItems
        list={list}
        idOf={idOfUser}
        label={side === 'followers' ? 'Followers' : 'Following'}
        waiting="Looking…"
        empty={<p className={styles.quiet}>{EMPTY[side]}</p>}
      >
        {(person) => <Person person={person} />}
      </GrowingItems>
    </>
  );
}

/** A creator's user id: lists go by ids, addresses by names. */
async function findCreator(username: string, signal: AbortSignal): Promise<string> {
  const { data } = await answer(api.GET('/api/viewer/stream/{username}', { params: { path: { username } }, signal }));
  return data.userId;
}
