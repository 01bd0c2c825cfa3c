// The watch page: stage, stream information and chat.
import { useState, type CSSProperties } from 'react';
import { Link, useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { nameHue } from '../chat/hue';
import { SectionBoundary } from '../errors/boundaries';
import { profilePath } from '../profile/profilePath';
import { usePageTitle } from '../shell/usePageTitle';
import { FollowButton, FollowerCount } from '../social/FollowButton';
import { ClampedText } from '../ui/ClampedText';
import { bidiIsolate } from '../ui/bidiIsolate';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { PageLoading } from '../ui/Loading';
import { GuestNameForm } from './GuestNameForm';
import { common } from '../i18n/en/common';
import { useT } from '../i18n/current';
import { watch } from '../i18n/en/watch';
import { LiveMedia } from './player/LiveMedia';
import { Player } from './player/Player';
import { OfflineCreator } from './OfflineCreator';
import { Poster } from './Poster';
import { ShareButton } from './share/ShareDialog';
import { StageMessage } from './StageMessage';
import { useWatchSession, type WatchSession } from './useWatchSession';
import { hasChat, WatchChat } from './WatchChat';
import styles from './WatchPage.module.css';

export function WatchPage() {
  const { username = '' } = useParams();
  const { status, me } = useAccount();
  // A signed-in user must not join as a guest: blocks and counts depend on the identity.
  if (status === 'unknown') return <PageLoading />;
  return <Watch key={`${username} ${me?.id ?? 'guest'}`} username={username} isGuest={me === null} />;
}

function Watch({ username, isGuest }: { username: string; isGuest: boolean }) {
  const t = useT();
  const watchSession = useWatchSession(username, isGuest);
  const { view, stream, room } = watchSession;
  usePageTitle(stream ? `${bidiIsolate(stream.title)} · ${bidiIsolate(displayName(stream.user))}` : bidiIsolate(username));
  // While the stream loads, the space of the chat is reserved.
  const hasSide = hasChat(view);
  const isWaiting = view.kind === 'offline' && watchSession.joinedStartedAt === null;
  const [media] = useState(() => new LiveMedia());
  const [stage, setStage] = useState<HTMLDivElement | null>(null);
  const [isTheatre, setIsTheatre] = useState(false);
  // An interruption keeps the player, and with it the full screen and the picture-in-picture window.
  const hasPlayer = view.kind === 'playing' || view.kind === 'interrupted';

  return (
    <article
      className={hasSide ? styles.pageWithSide : styles.page}
      data-theatre={(isTheatre && hasPlayer) || undefined}
      style={stream ? ({ '--hue': nameHue(stream.userId) } as CSSProperties) : undefined}
    >
      {!stream && (
        <h1 className="visually-hidden">
          <Name>{username}</Name>
        </h1>
      )}
      <div className={styles.first}>
        <div ref={setStage} className={styles.stage} data-offline={view.kind === 'offline' || undefined}>
          <SectionBoundary text={t(watch.playerBroke)} resetKeys={[view.kind]}>
            {stream && (view.kind === 'connecting' || view.kind === 'starting' || view.kind === 'playing') && (
              <Poster src={stream.liveThumbnail} media={media} />
            )}
            {stream && hasPlayer && (
              <Player
                room={room}
                hostId={stream.userId}
                media={media}
                nowPlaying={{ title: stream.title, artist: displayName(stream.user), image: stream.user.image ?? null }}
                frame={stage}
                isReconnecting={view.kind === 'playing' && view.isReconnecting}
                isInterrupted={view.kind === 'interrupted'}
                theatre={{ isOn: isTheatre, toggle: () => setIsTheatre(!isTheatre) }}
              />
            )}
            {/* The live region exists before its text, so that changes are announced. */}
            <div role="status" className={styles.liveRegion}>
              {!(stream && view.kind === 'playing') && <StageMessage watchSession={watchSession} username={username} />}
            </div>
          </SectionBoundary>
        </div>
        {stream ? (
          <SectionBoundary text={t(watch.titleBroke)}>
            <Head watchSession={watchSession} stream={stream} />
          </SectionBoundary>
        ) : (
          hasSide && <div className={styles.blankHead} aria-hidden="true" />
        )}
        {hasSide && (
          <div className={styles.side} data-waiting={isWaiting || undefined}>
            <SectionBoundary text={t(watch.chatBroke)}>
              {stream && (isWaiting ? <OfflineCreator stream={stream} /> : <WatchChat watchSession={watchSession} stream={stream} />)}
            </SectionBoundary>
          </div>
        )}
      </div>
      {stream && (
        <SectionBoundary text={t(watch.descriptionBroke)}>
          <Details watchSession={watchSession} stream={stream} isGuest={isGuest} isWaiting={isWaiting} />
        </SectionBoundary>
      )}
    </article>
  );
}

interface AboutProps {
  watchSession: WatchSession;
  stream: NonNullable<WatchSession['stream']>;
}

function Head({ watchSession: { view }, stream }: AboutProps) {
  const t = useT();
  const isOn = isBroadcastVisible(view) || (stream.isLive && view.kind !== 'offline');
  const badge = !isOn ? common.offline : view.kind === 'interrupted' ? watch.reconnecting : common.live;
  return (
    <header className={styles.head}>
      <div className={styles.headline}>
        <ClampedText as="h1" className={styles.title} lines={2} of={t(watch.ofTitle)}>
          {stream.title}
        </ClampedText>
        <p className={styles.byline}>
          <Link className={styles.creator} to={profilePath(stream.user.username)}>
            <Name>{displayName(stream.user)}</Name>
          </Link>
          <span role="status">
            <LiveBadge label={t(badge)} isMuted={badge !== common.live} />
          </span>
          {isOn && <ViewerCount count={stream.viewerCount} />}
        </p>
      </div>
      <div className={styles.actions}>
        <span className={styles.followers}>
          <FollowerCount stream={stream} />
        </span>
        <ShareButton username={stream.user.username} title={stream.title} />
        <FollowButton stream={stream} />
      </div>
    </header>
  );
}

function Details({ watchSession: { view, name, rename }, stream, isGuest, isWaiting }: AboutProps & { isGuest: boolean; isWaiting: boolean }) {
  const t = useT();
  const isNamed = isGuest && isBroadcastVisible(view) && name !== null;
  return (
    <div className={styles.details}>
      {stream.description && !isWaiting && (
        <ClampedText as="p" className={styles.description} lines={6} of={t(watch.ofDescription)}>
          {stream.description}
        </ClampedText>
      )}
      {isNamed && <GuestNameForm name={name} onRename={rename} />}
      <span className={styles.followersBelow}>
        <FollowerCount stream={stream} />
      </span>
    </div>
  );
}

function isBroadcastVisible({ kind }: WatchSession['view']): boolean {
  return kind === 'playing' || kind === 'interrupted' || kind === 'starting';
}
