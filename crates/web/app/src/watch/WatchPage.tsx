// Watching one creator: the stage, what it is about, and the chat beside it.
import { useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { SectionBoundary } from '../errors/boundaries';
import { usePageTitle } from '../shell/usePageTitle';
import { FollowButton } from '../social/FollowButton';
import { Clamped } from '../ui/Clamped';
import { isolated } from '../ui/isolated';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { Name } from '../ui/Name';
import { nameOf } from '../ui/nameOf';
import { Waiting } from '../ui/Waiting';
import { GuestNameForm } from './GuestNameForm';
import { Player } from './Player';
import { StageMessage } from './StageMessage';
import { useWatching, type Watching } from './useWatching';
import { hasChat, WatchChat } from './WatchChat';
import styles from './WatchPage.module.css';

export function WatchPage() {
  const { username = '' } = useParams();
  const { status, me } = useAccount();
  // Whoever is signed in must not be taken for a guest for a moment: blocks and counts go by identity.
  if (status === 'unknown') return <Waiting>Loading…</Waiting>;
  return <Watch key={`${username} ${me?.id ?? 'guest'}`} username={username} isGuest={me === null} />;
}

function Watch({ username, isGuest }: { username: string; isGuest: boolean }) {
  const watching = useWatching(username, isGuest);
  const { view, stream, room } = watching;
  usePageTitle(stream ? `${isolated(stream.title)} · ${isolated(nameOf(stream.user))}` : isolated(username));
  const isChatShown = stream !== null && hasChat(view);

  return (
    <article className={isChatShown ? styles.pageWithChat : styles.page}>
      {!stream && (
        <h1 className="visually-hidden">
          <Name>{username}</Name>
        </h1>
      )}
      <div className={styles.stage}>
        <SectionBoundary name="The player" resetKeys={[view.shows]}>
          {stream && view.shows === 'playing' ? (
            <Player room={room} hostId={stream.userId} isReconnecting={view.isReconnecting} />
          ) : null}
          {/* There before its words, so that they are said when the creator goes and comes back. */}
          <div role="status" className={styles.said}>
            {!(stream && view.shows === 'playing') && <StageMessage watching={watching} username={username} />}
          </div>
        </SectionBoundary>
      </div>
      {stream && (
        <SectionBoundary name="The stream’s title">
          <Head watching={watching} stream={stream} />
        </SectionBoundary>
      )}
      {isChatShown && (
        <div className={styles.chat}>
          <SectionBoundary name="The chat">
            <WatchChat watching={watching} stream={stream} />
          </SectionBoundary>
        </div>
      )}
      {stream && (
        <SectionBoundary name="The stream’s description">
          <Details watching={watching} stream={stream} isGuest={isGuest} />
        </SectionBoundary>
      )}
    </article>
  );
}

interface AboutProps {
  watching: Watching;
  stream: NonNullable<Watching['stream']>;
}

function Head({ watching: { view }, stream }: AboutProps) {
  const isOn = isInSight(view) || (stream.isLive && view.shows !== 'offline');
  const badge = !isOn ? 'Offline' : view.shows === 'be-right-back' ? 'Reconnecting…' : 'Live';
  return (
    <header className={styles.head}>
      <div className={styles.headline}>
        <Clamped as="h1" className={styles.title} lines={2} of="the title">
          {stream.title}
        </Clamped>
        <p className={styles.byline}>
          <Name className={styles.creator}>{nameOf(stream.user)}</Name>
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

function Details({ watching: { view, name, rename }, stream, isGuest }: AboutProps & { isGuest: boolean }) {
  const isNamed = isGuest && isInSight(view) && name !== null;
  if (!stream.description && !isNamed) return null;
  return (
    <div className={styles.details}>
      {stream.description && (
        <Clamped as="p" className={styles.description} lines={6} of="the description">
          {stream.description}
        </Clamped>
      )}
      {isNamed && <GuestNameForm name={name} onRename={rename} />}
    </div>
  );
}

function isInSight({ shows }: Watching['view']): boolean {
  return shows === 'playing' || shows === 'be-right-back' || shows === 'starting';
}
