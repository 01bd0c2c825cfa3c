// The creator's audio.
import { useTracks, type TrackReference } from '@livekit/components-react';
import { RemoteTrackPublication, Track, type Room } from 'livekit-client';
import { useEffect, useRef } from 'react';

interface Props {
  room: Room;
  hostId: string;
  isMuted: boolean;
}

export function Sound({ room, hostId, isMuted }: Props) {
  const tracks = useTracks([Track.Source.Microphone], { room, onlySubscribed: true, updateOnlyOn: [] }).filter(
    ({ participant }) => participant.identity === hostId,
  );
  return tracks.map(({ publication }) => <SoundTrack key={publication.trackSid} publication={publication} isMuted={isMuted} />);
}

/**
 * The media library creates the audio element and reuses it for the next track (iOS allows sound per element). An
 * element created by React would keep the whole page in memory as long as the library holds it.
 */
function SoundTrack({ publication, isMuted }: { publication: TrackReference['publication']; isMuted: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const { track } = publication;
  useEffect(() => {
    if (!place.current || !track) return undefined;
    const element = track.attach();
    place.current.append(element);
    return () => {
      element.remove();
      track.detach(element);
    };
  }, [track]);
  useEffect(() => {
    // The media server stops sending it.
    if (publication instanceof RemoteTrackPublication) publication.setEnabled(!isMuted);
  }, [publication, isMuted]);
  return <div ref={place} hidden />;
}
