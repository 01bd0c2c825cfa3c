// The player that other sites show in a frame. It changes nothing in the service: a site can lay things over a frame and
// make people press what they do not see. Links open the other pages in a tab of their own.
import { useState, type MouseEvent } from 'react';
import { useParams } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { SectionBoundary } from '../errors/boundaries';
import { usePageTitle } from '../shell/usePageTitle';
import { bidiIsolate } from '../ui/bidiIsolate';
import { displayName } from '../ui/displayName';
import { LiveBadge } from '../ui/LiveBadge';
import { PageLoading } from '../ui/Loading';
import { Name } from '../ui/Name';
import styles from './EmbedPage.module.css';
import { useT } from '../i18n/current';
import { watch } from '../i18n/en/watch';
import { LiveMedia } from './player/LiveMedia';
import { Player } from './player/Player';
import { StageMessage } from './StageMessage';
import { useWatchSession } from './useWatchSession';

export function EmbedPage() {
  const { username = '' } = useParams();
  const { status, me } = useAccount();
  if (status === 'unknown') return <PageLoading />;
  return <Embed key={`${username} ${me?.id ?? 'guest'}`} username={username} isGuest={me === null} />;
}

function Embed({ username, isGuest }: { username: string; isGuest: boolean }) {
  const t = useT();
  const watchSession = useWatchSession(username, isGuest);
  const { view, stream, room } = watchSession;
  usePageTitle(stream ? `${bidiIsolate(stream.title)} · ${bidiIsolate(displayName(stream.user))}` : bidiIsolate(username));
  const [media] = useState(() => new LiveMedia());
  const [page, setPage] = useState<HTMLElement | null>(null);
  const hasPlayer = view.kind === 'playing' || view.kind === 'interrupted';
  return (
    <main ref={setPage} className={styles.page} data-playing={view.kind === 'playing' || undefined} onClickCapture={openInTab}>
      <SectionBoundary text={t(watch.playerBroke)} resetKeys={[view.kind]}>
        {stream && hasPlayer && (
          <Player
            room={room}
            hostId={stream.userId}
            media={media}
            nowPlaying={{ title: stream.title, artist: displayName(stream.user), image: stream.user.image ?? null }}
            frame={page}
            isReconnecting={view.kind === 'playing' && view.isReconnecting}
            isInterrupted={view.kind === 'interrupted'}
            theatre={null}
          />
        )}
        <div role="status" className={styles.message}>
          {!(stream && view.kind === 'playing') && <StageMessage watchSession={watchSession} username={username} />}
        </div>
      </SectionBoundary>
      <header className={styles.bar}>
        <h1 className={styles.title}>
          <a href={`/watch/${encodeURIComponent(stream?.user.username ?? username)}`} title={t(watch.openOnOnair)}>
            <Name>{stream ? stream.title : username}</Name>
          </a>
        </h1>
        {stream && <Name className={styles.creator}>{displayName(stream.user)}</Name>}
        {hasPlayer && <LiveBadge />}
      </header>
    </main>
  );
}

/** The other pages must not be in a frame, which the server refuses only when a document loads. */
function openInTab(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  window.open(link.href, '_blank', 'noopener');
}
