// What the creator's microphone sends.
import { useTracks, type TrackReference } from '@livekit/components-react';
import { RemoteTrackPublication, Track, type Room } from 'livekit-client';
import { useEffect, useRef } from 'react';

interface Props {
  room: Room;
  hostId: string;
  isSilenced: boolean;
}

export function Sound({ room, hostId, isSilenced }: Props) {
  const tracks = useTracks([Track.Source.Microphone], { room, onlySubscribed: true, updateOnlyOn: [] }).filter(
    ({ participant }) => participant.identity === hostId,
  );
  return tracks.map(({ publication }) => <SoundTrack key={publication.trackSid} publication={publication} isSilenced={isSilenced} />);
}

/**
 * The element is made by the media library, which keeps it for the next track (iOS allows sound for each element).
 * One that React made would keep the whole page in memory for as long as the library keeps the element.
 */
function SoundTrack({ publication, isSilenced }: { publication: TrackReference['publication']; isSilenced: boolean }) {
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
    if (publication instanceof RemoteTrackPublication) publication.setEnabled(!isSilenced);
  }, [publication, isSilenced]);
  return <div ref={place} hidden />;
}
