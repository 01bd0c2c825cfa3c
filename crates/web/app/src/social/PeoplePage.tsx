// Who follows somebody, and whom they follow. For everybody to see.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { NavLink, useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { queryKeys } from '../api/queryKeys';
import { streamQuery } from '../api/queries';
import { refetchNow, queryError } from '../api/queryClient';
import { isApiError } from '../api/apiError';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { GrowingItems } from '../ui/GrowingItems';
import { isolated } from '../ui/isolated';
import { messageOf } from '../ui/messageOf';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Tabs } from '../ui/Tabs';
import { usePagedList } from '../ui/usePagedList';
import { Waiting } from '../ui/Waiting';
import { idOfUser, peopleQuery, type Side } from './api';
import styles from './People.module.css';
import { Person } from './Person';

const EMPTY: Record<Side, string> = {
  followers: 'No followers yet.',
  following: 'Not following anyone yet.',
};

export function FollowersPage() {
  return <PeoplePage side="followers" />;
}

export function FollowingPage() {
  return <PeoplePage side="following" />;
}

function PeoplePage({ side }: { side: Side }) {
  const { username = '' } = useParams();
  usePageTitle(side === 'followers' ? `Followers of ${isolated(username)}` : `People ${isolated(username)} follows`);
  const { me } = useAccount();
  const ownId = me?.username.toLowerCase() === username.toLowerCase() ? me.id : null;
  // Lists go by ids, addresses by names.
  const found = useQuery({ ...streamQuery(username), enabled: ownId === null });
  const userId = ownId ?? found.data?.userId;
  const error = queryError(found);
  const client = useQueryClient();
  return (
    <NarrowPage title={username}>
      <Tabs label="Follows">
        <NavLink to={`/user/${encodeURIComponent(username)}/followers`}>Followers</NavLink>
        <NavLink to={`/user/${encodeURIComponent(username)}/following`}>Following</NavLink>
      </Tabs>
      {userId ? (
        <SideOf key={`${userId} ${side}`} userId={userId} side={side} />
      ) : error ? (
        <Notice tone="problem" title={isApiError(error) && error.status === 404 ? 'Creator not found' : 'This can’t be loaded right now'}>
          <p>{messageOf(error)}</p>
          <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.stream(username))}>
            Try again
          </Button>
        </Notice>
      ) : (
        <Waiting>Loading…</Waiting>
      )}
    </NarrowPage>
  );
}

function SideOf({ userId, side }: { userId: string; side: Side }) {
  const list = usePagedList(peopleQuery(userId, side), { idOf: idOfUser });
  const { total } = list;
  return (
    <>
      {total !== null && total > 0 && <p className={styles.quiet}>{total === 1 ? '1 person' : `${total.toLocaleString('en')} people`}</p>}
      <GrowingItems
        list={list}
        idOf={idOfUser}
        label={side === 'followers' ? 'Followers' : 'Following'}
        waiting="Loading…"
        empty={<p className={styles.quiet}>{EMPTY[side]}</p>}
      >
        {(person) => <Person person={person} />}
      </GrowingItems>
    </>
  );
}
