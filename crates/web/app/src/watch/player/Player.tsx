// The creator's picture and sound, with controls.
import type { Room } from 'livekit-client';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { ShortcutsDialog } from '../../ui/ShortcutsDialog';
import { useShortcuts } from '../../ui/useShortcuts';
import { playerNote } from '../reception';
import { useReception } from '../useReception';
import { CameraInset } from './CameraInset';
import { Controls, type Theatre } from './Controls';
import { useT } from '../../i18n/current';
import { player } from '../../i18n/en/player';
import type { Translate } from '../../i18n/translate';
import { formatPercent } from '../../i18n/formats';
import type { LiveMedia } from './LiveMedia';
import styles from './Player.module.css';
import { isInPlayer, playerAction, SHORTCUTS, type PlayerAction } from './playerKeys';
import { linesOf } from './quality';
import { SettingsMenu } from './SettingsMenu';
import { audibleVolume, VOLUME_STEP, withVolume } from './sound';
import { StatsPanel } from './StatsPanel';
import { useCreatorTracks, type CreatorTracks } from './useCreatorTracks';
import { useIdle } from './useIdle';
import { useMediaSession, type NowPlaying } from './useMediaSession';
import { useQuality } from './useQuality';
import { useReceiverStats } from './useReceiverStats';
import { useScreen, type ScreenState } from './useScreen';
import { useWakeLock } from './useWakeLock';

interface Props {
  room: Room;
  hostId: string;
  media: LiveMedia;
  nowPlaying: NowPlaying;
  /** What fills the screen. */
  frame: HTMLElement | null;
  isReconnecting: boolean;
  /** The creator has lost the connection: the page shows a message over the player. */
  isInterrupted: boolean;
  theatre: Theatre | null;
}

export function Player({ room, hostId, media, nowPlaying, frame, isReconnecting, isInterrupted, theatre }: Props) {
  const t = useT();
  const tracks = useCreatorTracks(room, hostId);
  const sound = useSyncExternalStore(media.subscribe, media.getState);
  const screen = useScreen(media.element, frame);
  const quality = useQuality(tracks.main, media.element);
  const stats = useReceiverStats(tracks.main?.track);
  const { picture, sound: soundReception } = useReception(room, hostId, isReconnecting);
  const [isStatsShown, setIsStatsShown] = useState(false);
  const [isHelpShown, setIsHelpShown] = useState(false);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const videoLabel = t(player.video);
  useEffect(() => media.element.setAttribute('aria-label', videoLabel), [media, videoLabel]);
  const place = useMediaElement(media, tracks, picture === 'muted' || isInterrupted);
  const isIdle = useIdle(frame) && !isMenuOpen && sound.playback === 'playing';
  useWakeLock(!isInterrupted && sound.playback !== 'blocked' && sound.playback !== 'paused');
  useMediaSession(nowPlaying, media);
  useLeaveFullscreen(frame);
  const perform = (action: PlayerAction) => performAction(t, action, { media, screen, theatre, onHelp: () => setIsHelpShown(true) });
  useShortcuts((event) => playerAction(event, isInPlayer(event, frame)), perform);

  const container = screen.isFullscreen ? frame : null;
  const note = isReconnecting || isInterrupted ? null : playerNote(picture, soundReception);
  return (
    <div ref={place} className={styles.player} data-idle={isIdle || undefined} onDoubleClick={screen.canFullscreen ? screen.toggleFullscreen : undefined}>
      {tracks.inset?.track && <CameraInset track={tracks.inset.track} />}
      <div role="status" className={styles.notes}>
        {note && (
          <div className={note.replacesPicture ? styles.overlay : styles.cornerNote}>
            <p className={styles.title}>{t(note.title)}</p>
            {note.text && <p>{t(note.text)}</p>}
          </div>
        )}
      </div>
      <div role="status" className={styles.notes}>
        {isReconnecting && <p className={styles.reconnecting}>{t(player.reconnecting)}</p>}
      </div>
      {!isInterrupted && sound.playback !== 'playing' && <ResumeButton media={media} playback={sound.playback} />}
      {isStatsShown && <StatsPanel stats={stats} onClose={() => setIsStatsShown(false)} />}
      <div className={styles.controls} onDoubleClick={(event) => event.stopPropagation()}>
        <Controls
          media={media}
          sound={sound}
          screen={screen}
          delayMs={picture === 'receiving' ? (stats?.delayMs ?? null) : null}
          theatre={theatre}
          menu={
            <SettingsMenu
              quality={quality}
              currentLines={stats?.width && stats.height ? linesOf(stats.width, stats.height) : null}
              isStatsShown={isStatsShown}
              onStats={setIsStatsShown}
              onHelp={() => setIsHelpShown(true)}
              onOpenChange={setIsMenuOpen}
              container={container}
            />
          }
        />
      </div>
      <ShortcutsDialog isOpen={isHelpShown} onClose={() => setIsHelpShown(false)} shortcuts={SHORTCUTS.map(({ keys, what }) => ({ keys, what: t(what) }))} container={container} />
    </div>
  );
}

/** Plays the tracks in the element, which is shown at the returned place. */
function useMediaElement(media: LiveMedia, { main, sounds }: CreatorTracks, isHidden: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const { isMuted } = useSyncExternalStore(media.subscribe, media.getState);
  useEffect(() => (place.current ? media.show(place.current) : undefined), [media]);
  useEffect(() => () => media.release(), [media]);
  useEffect(() => {
    const shown = [main, ...sounds].flatMap((publication) => publication?.track?.mediaStreamTrack ?? []);
    media.setTracks(shown);
  }, [media, main, sounds]);
  const hasPicture = main?.track !== undefined && !isHidden;
  useEffect(() => media.setPictureShown(hasPicture), [media, hasPicture]);
  useEffect(() => {
    // The media server stops sending it.
    for (const publication of sounds) publication.setEnabled(!isMuted);
  }, [sounds, isMuted]);
  return place;
}

/** A page without a player has no button to leave the full screen. */
function useLeaveFullscreen(frame: HTMLElement | null): void {
  useEffect(
    () => () => {
      if (frame && document.fullscreenElement === frame) void document.exitFullscreen();
    },
    [frame],
  );
}

interface Commands {
  media: LiveMedia;
  screen: ScreenState;
  theatre: Theatre | null;
  onHelp: () => void;
}

function performAction(t: Translate, action: PlayerAction, { media, screen, theatre, onHelp }: Commands): void {
  const changeVolume = (step: number) => {
    const next = withVolume(audibleVolume(media.getState()) + step);
    media.setSound(next);
    announce(t(player.volumeIs, { volume: formatPercent(t.locale, next.volume) }));
  };
  switch (action) {
    case 'mute':
      media.toggleMute();
      announce(t(media.getState().isMuted ? player.muted : player.unmuted));
      break;
    case 'louder':
      changeVolume(VOLUME_STEP);
      break;
    case 'quieter':
      changeVolume(-VOLUME_STEP);
      break;
    case 'fullscreen':
      if (screen.canFullscreen) screen.toggleFullscreen();
      break;
    case 'pip':
      if (screen.canPip) screen.togglePip();
      break;
    case 'theatre':
      theatre?.toggle();
      break;
    case 'help':
      onHelp();
  }
}

function ResumeButton({ media, playback }: { media: LiveMedia; playback: 'sound-blocked' | 'blocked' | 'paused' }) {
  const t = useT();
  return (
    <Button className={styles.resume} onClick={() => media.resume()}>
      <Icon name={playback === 'sound-blocked' ? 'soundOff' : 'play'} />
      {t(playback === 'sound-blocked' ? player.tapForSound : player.tapToPlay)}
    </Button>
  );
}
