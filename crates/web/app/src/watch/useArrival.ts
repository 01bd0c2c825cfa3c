// Watches what arrives of a creator's picture and sound. The rules are in `arrival`.
import { type RemoteTrackPublication, type Room, RoomEvent, Track } from 'livekit-client';
import { useEffect, useState } from 'react';
import type { CounterReading } from '../connection/counterReading';
import { arrivalOf, readArrival, type Arrival, type ArrivalFacts } from './arrival';

export interface Arrivals {
  picture: Arrival;
  sound: Arrival;
}

const SAMPLE_INTERVAL_MS = 1_000;
const SOURCES = { picture: Track.Source.Camera, sound: Track.Source.Microphone } as const;
const CHANGES = [
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
] as const;

/** `isOwnLoss`: this page's own connection is being mended, so what is missing says nothing of the creator. */
export function useArrival(room: Room, hostId: string, isOwnLoss: boolean): Arrivals {
  const [arrivals, setArrivals] = useState<Arrivals>({ picture: 'pending', sound: 'pending' });

  useEffect(() => {
    if (isOwnLoss) return undefined;
    let isCurrent = true;
    const lookAt = (name: keyof Arrivals) => {
      let flow: CounterReading | null = null;
      return async () => {
        const publication = room.remoteParticipants.get(hostId)?.getTrackPublication(SOURCES[name]);
        const facts = await factsOf(publication as RemoteTrackPublication | undefined);
        if (!isCurrent) return;
        flow = readArrival(flow, facts, Date.now());
        const arrival = arrivalOf(facts, flow);
        setArrivals((last) => (last[name] === arrival ? last : { ...last, [name]: arrival }));
      };
    };
    const looks = [lookAt('picture'), lookAt('sound')];
    const lookAtBoth = () => {
      // A receiver that has just gone has no figures: the next look finds the one that came for it.
      for (const look of looks) look().catch(() => undefined);
    };
    lookAtBoth();
    const timer = setInterval(lookAtBoth, SAMPLE_INTERVAL_MS);
    for (const event of CHANGES) room.on(event, lookAtBoth);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      for (const event of CHANGES) room.off(event, lookAtBoth);
    };
  }, [room, hostId, isOwnLoss]);

  return arrivals;
}

async function factsOf(publication: RemoteTrackPublication | undefined): Promise<ArrivalFacts> {
  const track = publication?.track;
  return {
    isPublished: publication !== undefined,
    isMuted: publication?.isMuted ?? false,
    isSubscribed: track !== undefined,
    isExpected: !document.hidden && publication?.isEnabled === true,
    received: track?.receiver ? receivedIn(await track.receiver.getStats()) : null,
  };
}

interface Stats {
  type: string;
  framesDecoded?: number;
  packetsReceived?: number;
}

function receivedIn(report: RTCStatsReport): number | null {
  let received: number | null = null;
  report.forEach((stats: Stats) => {
    if (stats.type === 'inbound-rtp') received = stats.framesDecoded ?? stats.packetsReceived ?? null;
  });
  return received;
}
