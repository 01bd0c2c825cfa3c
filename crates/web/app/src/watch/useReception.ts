// Monitors the reception of the creator's picture and sound. The rules are in `reception`.
import { type RemoteTrackPublication, type Room, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import type { CounterReading } from '../connection/counterReading';
import { mainSound } from './player/creatorTracks';
import { readTracks } from './player/useCreatorTracks';
import { receptionOf, readReception, type Reception, type ReceptionSample } from './reception';

export interface ReceptionState {
  picture: Reception;
  sound: Reception;
}

/** Half a second: a stall is then shown at most that long after it counts as one. */
const SAMPLE_INTERVAL_MS = 500;
const TRACK_EVENTS = [
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
] as const;

/** `isReconnecting`: this page's own connection is interrupted, so missing data says nothing about the creator. */
export function useReception(room: Room, hostId: string, isReconnecting: boolean): ReceptionState {
  const [receptions, setReceptions] = useState<ReceptionState>({ picture: 'pending', sound: 'pending' });

  useEffect(() => {
    if (isReconnecting) return undefined;
    let isCurrent = true;
    const createCheck = (name: keyof ReceptionState) => {
      let reading: CounterReading | null = null;
      return async () => {
        const { main, sounds } = readTracks(room, hostId, true);
        const sample = await samplePublication((name === 'picture' ? main : mainSound(sounds)) ?? undefined);
        if (!isCurrent) return;
        reading = readReception(reading, sample, Date.now());
        const reception = receptionOf(sample, reading);
        setReceptions((last) => (last[name] === reception ? last : { ...last, [name]: reception }));
      };
    };
    const checks = [createCheck('picture'), createCheck('sound')];
    const checkBoth = () => {
      // A receiver that was just removed has no statistics; the next check uses its successor.
      for (const check of checks) check().catch(() => undefined);
    };
    checkBoth();
    const timer = setInterval(checkBoth, SAMPLE_INTERVAL_MS);
    for (const event of TRACK_EVENTS) room.on(event, checkBoth);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      for (const event of TRACK_EVENTS) room.off(event, checkBoth);
    };
  }, [room, hostId, isReconnecting]);

  return receptions;
}

async function samplePublication(publication: RemoteTrackPublication | undefined): Promise<ReceptionSample> {
  const track = publication?.track;
  return {
    isPublished: publication !== undefined,
    isMuted: publication?.isMuted ?? false,
    isSubscribed: track !== undefined,
    isExpected: !document.hidden && publication?.isEnabled === true,
    received: track?.receiver ? receivedCount(await track.receiver.getStats()) : null,
  };
}

interface Stats {
  type: string;
  framesDecoded?: number;
  packetsReceived?: number;
}

function receivedCount(report: RTCStatsReport): number | null {
  let received: number | null = null;
  report.forEach((stats: Stats) => {
    if (stats.type === 'inbound-rtp') received = stats.framesDecoded ?? stats.packetsReceived ?? null;
  });
  return received;
}
