// Followers and followed users of a user. Public.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { NavLink, useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { queryKeys } from '../api/queryKeys';
import { streamQuery } from '../api/queries';
import { refetchNow, queryError } from '../api/queryClient';
import { isApiError } from '../api/apiError';
import { profilePath } from '../profile/profilePath';
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
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { social } from '../i18n/en/social';
import { profile } from '../i18n/en/profile';
import type { Message } from '../i18n/message';
import styles from './People.module.css';
import { Person } from './Person';

const EMPTY_TEXTS: Record<FollowDirection, Message> = {
  followers: social.noFollowers,
  following: social.noFollowing,
};

export function FollowersPage() {
  return <PeoplePage direction="followers" />;
}

export function FollowingPage() {
  return <PeoplePage direction="following" />;
}

function PeoplePage({ direction }: { direction: FollowDirection }) {
  const t = useT();
  const { username = '' } = useParams();
  usePageTitle(t(direction === 'followers' ? social.followersOf : social.followedBy, { username: bidiIsolate(username) }));
  const { me } = useAccount();
  const ownId = me?.username.toLowerCase() === username.toLowerCase() ? me.id : null;
  // The API takes user ids, and the URL contains the username.
  const streamResult = useQuery({ ...streamQuery(username), enabled: ownId === null });
  const userId = ownId ?? streamResult.data?.userId;
  const error = queryError(streamResult);
  const client = useQueryClient();
  return (
    <NarrowPage title={username}>
      <Tabs label={t(social.follows)}>
        <NavLink to={profilePath(username)} end>
          {t(profile.creatorTab)}
        </NavLink>
        <NavLink to={`/user/${encodeURIComponent(username)}/followers`}>{t(social.followersTab)}</NavLink>
        <NavLink to={`/user/${encodeURIComponent(username)}/following`}>{t(social.followingTab)}</NavLink>
      </Tabs>
      {userId ? (
        <FollowList key={`${userId} ${direction}`} userId={userId} direction={direction} />
      ) : error ? (
        <Notice tone="problem" title={isApiError(error) && error.status === 404 ? t(social.notFound) : t(common.cantLoad)}>
          <p>{errorMessage(error)}</p>
          <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.stream(username))}>
            {t(common.tryAgain)}
          </Button>
        </Notice>
      ) : (
        <Loading>{t(common.loading)}</Loading>
      )}
    </NarrowPage>
  );
}

function FollowList({ userId, direction }: { userId: string; direction: FollowDirection }) {
  const t = useT();
  const list = usePagedList(peopleQuery(userId, direction), { idOf: idOfUser });
  const { total } = list;
  return (
    <>
      {total !== null && total > 0 && <p className={styles.quiet}>{t(social.people, { count: total })}</p>}
      <PagedItems
        list={list}
        idOf={idOfUser}
        label={t(direction === 'followers' ? social.followersTab : social.followingTab)}
        loadingText={t(common.loading)}
        empty={<p className={styles.quiet}>{t(EMPTY_TEXTS[direction])}</p>}
      >
        {(person) => <Person person={person} />}
      </PagedItems>
    </>
  );
}
