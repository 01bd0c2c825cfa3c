// Watching one creator: the stage, and beneath it what it is about.
import { useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { usePageTitle } from '../shell/usePageTitle';
import { LiveBadge, ViewerCount } from '../ui/LiveBadge';
import { nameOf } from '../ui/nameOf';
import { Waiting } from '../ui/Waiting';
import { GuestNameForm } from './GuestNameForm';
import { Player } from './Player';
import { StageMessage } from './StageMessage';
import { useWatching, type Watching } from './useWatching';
import styles from './WatchPage.module.css';

export function WatchPage() {
  const { username = '' } = useParams();
  const { status, me } = useAccount();
  // Whoever is signed in must not be taken for a guest for a moment: blocks and counts go by identity.
  if (status === 'unknown') return <Waiting>Opening…</Waiting>;
  return <Watch key={`${username} ${me?.id ?? 'guest'}`} username={username} isGuest={me === null} />;
}

function Watch({ username, isGuest }: { username: string; isGuest: boolean }) {
  const watching = useWatching(username, isGuest);
  const { view, stream, room } = watching;
  usePageTitle(stream ? `${stream.title} · ${nameOf(stream.user)}` : username);

  return (
    <article className={styles.page}>
      <div className={styles.stage}>
        {stream && view.shows === 'playing' ? (
          <Player room={room} hostId={stream.userId} isRepairing={view.isRepairing} />
        ) : (
          <StageMessage watching={watching} username={username} />
        )}
      </div>
      {stream && <About watching={watching} stream={stream} isGuest={isGuest} />}
    </article>
  );
}

function About({ watching, stream, isGuest }: { watching: Watching; stream: NonNullable<Watching['stream']>; isGuest: boolean }) {
  const { view, name, rename } = watching;
  const isInRoom = view.shows === 'playing' || view.shows === 'be-right-back' || view.shows === 'starting';
  const isOn = isInRoom || (stream.isLive && view.shows !== 'offline');
  const badge = !isOn ? 'Offline' : view.shows === 'be-right-back' ? 'Interrupted' : 'Live';
  return (
    <div className={styles.about}>
      <header className={styles.head}>
        <h1 className={styles.title}>{stream.title}</h1>
        <p className={styles.byline}>
          <span className={styles.creator}>{nameOf(stream.user)}</span>
          <span role="status">
            <LiveBadge label={badge} isMuted={badge !== 'Live'} />
          </span>
          {isOn && <ViewerCount count={stream.viewerCount} />}
        </p>
      </header>
      {stream.description && <p className={styles.description}>{stream.description}</p>}
      {isGuest && isInRoom && name && <GuestNameForm name={name} onRename={rename} />}
    </div>
  );
}
