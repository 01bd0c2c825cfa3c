// The creator's picture and sound.
import { RoomContext, useAudioPlayback, useTracks, VideoTrack } from '@livekit/components-react';
import { Track, type Room } from 'livekit-client';
import { useRef, useState } from 'react';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { playerNote } from './reception';
import styles from './Player.module.css';
import { Sound } from './Sound';
import { useReception } from './useReception';

interface Props {
  room: Room;
  hostId: string;
  isReconnecting: boolean;
}

export function Player({ room, hostId, isReconnecting }: Props) {
  return (
    <RoomContext value={room}>
      <Screen room={room} hostId={hostId} isReconnecting={isReconnecting} />
    </RoomContext>
  );
}

function Screen({ room, hostId, isReconnecting }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [isMuted, setIsMuted] = useState(false);
  const { canPlayAudio, startAudio } = useAudioPlayback(room);
  const camera = useTracks([Track.Source.Camera], { room, onlySubscribed: true, updateOnlyOn: [] }).find(
    (track) => track.participant.identity === hostId,
  );
  const { picture, sound } = useReception(room, hostId, isReconnecting);
  const note = isReconnecting ? null : playerNote(picture, sound);
  return (
    <div ref={frame} className={styles.player}>
      {camera && <VideoTrack trackRef={camera} aria-label="Live video" playsInline hidden={picture === 'muted'} />}
      <div role="status" className={styles.notes}>
        {note && (
          <div className={note.replacesPicture ? styles.overlay : styles.cornerNote}>
            <p className={styles.title}>{note.title}</p>
            {note.text && <p>{note.text}</p>}
          </div>
        )}
      </div>
      <Sound room={room} hostId={hostId} isMuted={isMuted} />
      <div role="status" className={styles.notes}>
        {isReconnecting && <p className={styles.reconnecting}>Reconnecting…</p>}
      </div>
      {!canPlayAudio && (
        <Button className={styles.sound} onClick={() => void startAudio()}>
          <Icon name="soundOff" />
          Tap for sound
        </Button>
      )}
      <div className={styles.controls}>
        <ControlButton label={isMuted ? 'Unmute' : 'Mute'} icon={isMuted ? 'soundOff' : 'sound'} onClick={() => setIsMuted(!isMuted)} />
        {document.fullscreenEnabled && (
          <ControlButton label="Full screen" icon="expand" onClick={() => void toggleFullscreen(frame.current)} />
        )}
      </div>
    </div>
  );
}

interface ControlProps {
  label: string;
  icon: 'sound' | 'soundOff' | 'expand';
  onClick: () => void;
}

function ControlButton({ label, icon, onClick }: ControlProps) {
  return (
    <button type="button" className={styles.control} aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

async function toggleFullscreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  // Safari before 16.4 has only a prefixed name, and then no button.
  else await element?.requestFullscreen?.();
}
