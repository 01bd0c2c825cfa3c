// A creator's page: who they are, whether they are live, and their past broadcasts. Public.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { isApiError } from '../api/apiError';
import { streamQuery } from '../api/queries';
import { pollEvery, queryError, refetchNow } from '../api/queryClient';
import { queryKeys } from '../api/queryKeys';
import type { WatchedStream } from '../api/types';
import { SectionBoundary } from '../errors/boundaries';
import { StreamCard } from '../home/StreamCard';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { profile } from '../i18n/en/profile';
import { watch } from '../i18n/en/watch';
import { usePageTitle } from '../shell/usePageTitle';
import { followingCountQuery } from '../social/api';
import { FollowButton, FollowerCount } from '../social/FollowButton';
import { Avatar } from '../ui/Avatar';
import { bidiIsolate } from '../ui/bidiIsolate';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { ClampedText } from '../ui/ClampedText';
import { displayName } from '../ui/displayName';
import { errorMessage } from '../ui/errorMessage';
import { LiveBadge } from '../ui/LiveBadge';
import { PageLoading } from '../ui/Loading';
import { Name } from '../ui/Name';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { PastBroadcastList } from './PastBroadcastList';
import styles from './ProfilePage.module.css';
import { profilePath } from './profilePath';
import { SummaryDialog } from './SummaryDialog';

/** Picks up that they went live, or stopped. */
const REFETCH_INTERVAL_MS = 15_000;

export function ProfilePage() {
  const { username = '' } = useParams();
  const { data: stream, ...result } = useQuery({ ...streamQuery(username), refetchInterval: pollEvery(REFETCH_INTERVAL_MS) });
  usePageTitle(bidiIsolate(stream ? displayName(stream.user) : username));
  const error = queryError(result);
  return (
    <>
      {stream ? <Profile stream={stream} /> : error === null ? <PageLoading /> : <NoProfile username={username} error={error} />}
      {/* Its address works without the rest of the page. */}
      <SummaryDialog />
    </>
  );
}

function NoProfile({ username, error }: { username: string; error: unknown }) {
  const t = useT();
  const client = useQueryClient();
  const name = bidiIsolate(username);
  if (isApiError(error, 'USER_NOT_FOUND') || isApiError(error, 'STREAM_NOT_FOUND')) {
    const isUser = error.code === 'STREAM_NOT_FOUND';
    return (
      <NarrowPage title={username}>
        <Notice title={t(isUser ? watch.noStream : watch.unknownUser, { name })}>
          <p>{t(isUser ? watch.noStreamText : watch.unknownUserText)}</p>
          <ButtonLink to="/">{t(common.browseStreams)}</ButtonLink>
        </Notice>
      </NarrowPage>
    );
  }
  return (
    <NarrowPage title={username}>
      <Notice tone="problem" title={t(common.cantLoad)}>
        <p>{errorMessage(error)}</p>
        <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.stream(username))}>
          {t(common.tryAgain)}
        </Button>
      </Notice>
    </NarrowPage>
  );
}

function Profile({ stream }: { stream: WatchedStream }) {
  const t = useT();
  const { user, isLive, isHost, description } = stream;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Avatar user={user} size="large" />
        <div className={styles.names}>
          <h1 className={styles.name}>
            <Name>{displayName(user)}</Name>
          </h1>
          {displayName(user) !== user.username && <Name className={styles.quiet}>{user.username}</Name>}
          <div className={styles.line}>
            {isLive && (
              <Link className={styles.live} to={`/watch/${encodeURIComponent(user.username)}`}>
                <LiveBadge />
                <span className="visually-hidden"> {t(profile.watchNow)}</span>
              </Link>
            )}
            <FollowerCount stream={stream} />
            <FollowingCount stream={stream} />
          </div>
        </div>
        <div className={styles.actions}>
          {isHost ? (
            <ButtonLink variant="secondary" to="/studio">
              {t(common.openStudio)}
            </ButtonLink>
          ) : (
            <FollowButton stream={stream} />
          )}
        </div>
      </header>
      <div className={styles.columns}>
        <div className={styles.side}>
          {isLive && (
            <section className={styles.section} aria-labelledby="live">
              <h2 id="live">{t(profile.liveNow)}</h2>
              <SectionBoundary text={t(profile.liveBroke)}>
                <StreamCard stream={stream} />
              </SectionBoundary>
            </section>
          )}
          <section className={styles.section} aria-labelledby="about">
            <h2 id="about">{t(profile.about)}</h2>
            {description ? (
              <ClampedText as="p" className={styles.description} lines={12} of={t(watch.ofDescription)}>
                {description}
              </ClampedText>
            ) : (
              <p className={styles.quiet}>{t(watch.noDescription)}</p>
            )}
            {isHost && <p className={styles.quiet}>{t(profile.own)}</p>}
          </section>
        </div>
        <section className={styles.section} aria-labelledby="past">
          <h2 id="past">{t(profile.past)}</h2>
          <SectionBoundary text={t(profile.pastBroke)}>
            <PastBroadcastList key={user.username} username={user.username} isHost={isHost ?? false} />
          </SectionBoundary>
        </section>
      </div>
    </div>
  );
}

function FollowingCount({ stream: { userId, user } }: { stream: WatchedStream }) {
  const t = useT();
  const { data: count } = useQuery(followingCountQuery(userId));
  if (count === undefined) return null;
  return (
    <Link className={styles.count} to={`${profilePath(user.username)}/following`}>
      {t(profile.followingCount, { count })}
    </Link>
  );
}
