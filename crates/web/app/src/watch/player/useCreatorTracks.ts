// The creator's tracks that this page receives, chosen by `creatorTracks`.
import { type RemoteTrackPublication, type Room, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { chooseTracks, type ChosenTracks } from './creatorTracks';

export type CreatorTracks = ChosenTracks<RemoteTrackPublication>;

const EVENTS = [
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.Reconnected,
  RoomEvent.Disconnected,
] as const;

export function useCreatorTracks(room: Room, hostId: string): CreatorTracks {
  const [tracks, setTracks] = useState(() => readTracks(room, hostId, false));
  useEffect(() => {
    const update = () => setTracks(readTracks(room, hostId, false));
    update();
    for (const event of EVENTS) room.on(event, update);
    return () => {
      for (const event of EVENTS) room.off(event, update);
    };
  }, [room, hostId]);
  return tracks;
}

/** `isPending`: including published tracks that aren't received yet. */
export function readTracks(room: Room, hostId: string, isPending: boolean): CreatorTracks {
  const publications = room.remoteParticipants.get(hostId)?.trackPublications.values() ?? [];
  return chooseTracks(([...publications] as RemoteTrackPublication[]).filter(({ track }) => isPending || track !== undefined));
}
