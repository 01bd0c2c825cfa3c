// The watch page: stage, stream information and chat.
import { useState } from 'react';
import { useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { SectionBoundary } from '../errors/boundaries';
import { usePageTitle } from '../shell/usePageTitle';
import { FollowButton } from '../social/FollowButton';
import { ClampedText } from '../ui/ClampedText';
import { bidiIsolate } from '../ui/bidiIsolate';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { Loading } from '../ui/Loading';
import { GuestNameForm } from './GuestNameForm';
import { LiveMedia } from './player/LiveMedia';
import { Player } from './player/Player';
import { StageMessage } from './StageMessage';
import { useWatchSession, type WatchSession } from './useWatchSession';
import { hasChat, WatchChat } from './WatchChat';
import styles from './WatchPage.module.css';

export function WatchPage() {
  const { username = '' } = useParams();
  const { status, me } = useAccount();
  // A signed-in user must not join as a guest: blocks and counts depend on the identity.
  if (status === 'unknown') return <Loading>Loading…</Loading>;
  return <Watch key={`${username} ${me?.id ?? 'guest'}`} username={username} isGuest={me === null} />;
}

function Watch({ username, isGuest }: { username: string; isGuest: boolean }) {
  const watchSession = useWatchSession(username, isGuest);
  const { view, stream, room } = watchSession;
  usePageTitle(stream ? `${bidiIsolate(stream.title)} · ${bidiIsolate(displayName(stream.user))}` : bidiIsolate(username));
  const isChatShown = stream !== null && hasChat(view);
  const [media] = useState(() => new LiveMedia());
  const [stage, setStage] = useState<HTMLDivElement | null>(null);
  const [isTheatre, setIsTheatre] = useState(false);
  // An interruption keeps the player, and with it the full screen and the picture-in-picture window.
  const hasPlayer = view.kind === 'playing' || view.kind === 'interrupted';

  return (
    <article className={isChatShown ? styles.pageWithChat : styles.page} data-theatre={(isTheatre && hasPlayer) || undefined}>
      {!stream && (
        <h1 className="visually-hidden">
          <Name>{username}</Name>
        </h1>
      )}
      <div ref={setStage} className={styles.stage}>
        <SectionBoundary name="The player" resetKeys={[view.kind]}>
          {stream && hasPlayer && (
            <Player
              room={room}
              hostId={stream.userId}
              media={media}
              nowPlaying={{ title: stream.title, artist: displayName(stream.user), image: stream.user.image ?? null }}
              frame={stage}
              isReconnecting={view.kind === 'playing' && view.isReconnecting}
              isInterrupted={view.kind === 'interrupted'}
              isTheatre={isTheatre}
              onTheatre={() => setIsTheatre(!isTheatre)}
            />
          )}
          {/* The live region exists before its text, so that changes are announced. */}
          <div role="status" className={styles.liveRegion}>
            {!(stream && view.kind === 'playing') && <StageMessage watchSession={watchSession} username={username} />}
          </div>
        </SectionBoundary>
      </div>
      {stream && (
        <SectionBoundary name="The stream’s title">
          <Head watchSession={watchSession} stream={stream} />
        </SectionBoundary>
      )}
      {isChatShown && (
        <div className={styles.chat}>
          <SectionBoundary name="The chat">
            <WatchChat watchSession={watchSession} stream={stream} />
          </SectionBoundary>
        </div>
      )}
      {stream && (
        <SectionBoundary name="The stream’s description">
          <Details watchSession={watchSession} stream={stream} isGuest={isGuest} />
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
  const isOn = isBroadcastVisible(view) || (stream.isLive && view.kind !== 'offline');
  const badge = !isOn ? 'Offline' : view.kind === 'interrupted' ? 'Reconnecting…' : 'Live';
  return (
    <header className={styles.head}>
      <div className={styles.headline}>
        <ClampedText as="h1" className={styles.title} lines={2} of="the title">
          {stream.title}
        </ClampedText>
        <p className={styles.byline}>
          <Name className={styles.creator}>{displayName(stream.user)}</Name>
          <span role="status">
            <LiveBadge label={badge} isMuted={badge !== 'Live'} />
          </span>
          {isOn && <ViewerCount count={stream.viewerCount} />}
        </p>
      </div>
      <FollowButton stream={stream} />
    </header>
  );
}

function Details({ watchSession: { view, name, rename }, stream, isGuest }: AboutProps & { isGuest: boolean }) {
  const isNamed = isGuest && isBroadcastVisible(view) && name !== null;
  if (!stream.description && !isNamed) return null;
  return (
    <div className={styles.details}>
      {stream.description && (
        <ClampedText as="p" className={styles.description} lines={6} of="the description">
          {stream.description}
        </ClampedText>
      )}
      {isNamed && <GuestNameForm name={name} onRename={rename} />}
    </div>
  );
}

function isBroadcastVisible({ kind }: WatchSession['view']): boolean {
  return kind === 'playing' || kind === 'interrupted' || kind === 'starting';
}
