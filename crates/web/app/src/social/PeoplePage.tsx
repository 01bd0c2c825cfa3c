// Followers and followed users of a user. Public.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { NavLink, useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { queryKeys } from '../api/queryKeys';
import { streamQuery } from '../api/queries';
import { refetchNow, queryError } from '../api/queryClient';
import { isApiError } from '../api/apiError';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { PagedItems } from '../ui/PagedItems';
import { bidiIsolate } from '../ui/bidiIsolate';
import { errorMessage } from '../ui/errorMessage';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Tabs } from '../ui/Tabs';
import { usePagedList } from '../ui/usePagedList';
import { Loading } from '../ui/Loading';
import { idOfUser, peopleQuery, type FollowDirection } from './api';
import styles from './People.module.css';
import { Person } from './Person';

const EMPTY_TEXTS: Record<FollowDirection, string> = {
  followers: 'No followers yet.',
  following: 'Not following anyone yet.',
};

export function FollowersPage() {
  return <PeoplePage direction="followers" />;
}

export function FollowingPage() {
  return <PeoplePage direction="following" />;
}

function PeoplePage({ direction }: { direction: FollowDirection }) {
  const { username = '' } = useParams();
  usePageTitle(direction === 'followers' ? `Followers of ${bidiIsolate(username)}` : `People ${bidiIsolate(username)} follows`);
  const { me } = useAccount();
  const ownId = me?.username.toLowerCase() === username.toLowerCase() ? me.id : null;
  // The API takes user ids, and the URL contains the username.
  const streamResult = useQuery({ ...streamQuery(username), enabled: ownId === null });
  const userId = ownId ?? streamResult.data?.userId;
  const error = queryError(streamResult);
  const client = useQueryClient();
  return (
    <NarrowPage title={username}>
      <Tabs label="Follows">
        <NavLink to={`/user/${encodeURIComponent(username)}/followers`}>Followers</NavLink>
        <NavLink to={`/user/${encodeURIComponent(username)}/following`}>Following</NavLink>
      </Tabs>
      {userId ? (
        <FollowList key={`${userId} ${direction}`} userId={userId} direction={direction} />
      ) : error ? (
        <Notice tone="problem" title={isApiError(error) && error.status === 404 ? 'Creator not found' : 'This can’t be loaded right now'}>
          <p>{errorMessage(error)}</p>
          <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.stream(username))}>
            Try again
          </Button>
        </Notice>
      ) : (
        <Loading>Loading…</Loading>
      )}
    </NarrowPage>
  );
}

function FollowList({ userId, direction }: { userId: string; direction: FollowDirection }) {
  const list = usePagedList(peopleQuery(userId, direction), { idOf: idOfUser });
  const { total } = list;
  return (
    <>
      {total !== null && total > 0 && <p className={styles.quiet}>{total === 1 ? '1 person' : `${total.toLocaleString('en')} people`}</p>}
      <PagedItems
        list={list}
        idOf={idOfUser}
        label={direction === 'followers' ? 'Followers' : 'Following'}
        loadingText="Loading…"
        empty={<p className={styles.quiet}>{EMPTY_TEXTS[direction]}</p>}
      >
        {(person) => <Person person={person} />}
      </PagedItems>
    </>
  );
}
