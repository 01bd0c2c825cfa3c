// Going live, staying live and ending: the creator's side of the connection.
import { Room } from 'livekit-client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { answer, api } from '../api/client';
import type { GoLiveTicket, StreamStatus } from '../api/types';
import { Halt } from '../connection/problem';
import { useRoomConnection } from '../connection/useRoomConnection';
import type { LocalMedia } from '../devices/useLocalMedia';
import { forgetBroadcast, ownBroadcastStart, rememberBroadcast } from './ownBroadcast';
import { BROADCAST_OVER, LIVE_ELSEWHERE, studioView, type StudioView } from './studioView';
import { fetchStreamStatus } from './useStreamStatus';

export interface Broadcast {
  view: StudioView;
  tokenData: GoLiveTicket | null;
  hasEnded: boolean;
  goLive: () => void;
  /** Goes on with the running broadcast, here. Pushes aside whoever sends elsewhere: ask first. */
  resume: () => void;
  end: () => Promise<void>;
  /** Gives up going live before anything was public. */
  cancel: () => void;
}

export function useBroadcast(media: LocalMedia, status: StreamStatus | null, refreshStatus: () => void): Broadcast {
  const [room] = useState(
    () =>
      new Room({
        adaptiveStream: true,
        dynacast: true,
        // The preview goes on with the same tracks when the connection doesn't.
        stopLocalTrackOnUnpublish: false,
        // The library would already leave when the browser only asks "leave this page?".
        disconnectOnPageLeave: false,
      }),
  );
  const [tokenData, setTokenData] = useState<GoLiveTicket | null>(null);
  const [ownStart, setOwnStart] = useState(ownBroadcastStart);
  const [endedHere, setEndedHere] = useState<string | null>(null);
  // Only a press of "Go live" may begin a broadcast; everything after it goes on with that one.
  const mayBegin = useRef(false);
  const asking = useRef<Promise<unknown>>(Promise.resolve());

  const fetchTicket = useCallback(async (signal: AbortSignal) => {
    if (!mayBegin.current && !(await fetchStreamStatus(signal)).isLive) {
      throw new Halt(BROADCAST_OVER, 'The broadcast is over.');
    }
    // Not aborted with the attempt: ending has to know whether it went through.
    const call = answer(api.POST('/api/stream/go-live'));
    asking.current = call.catch(() => undefined);
    const ticket = (await call).data;
    if (mayBegin.current && ticket.session.resumed) {
      throw new Halt(LIVE_ELSEWHERE, 'You are already live in another tab or on another device.');
    }
    mayBegin.current = false;
    rememberBroadcast(ticket.session.startedAt);
    setOwnStart(ticket.session.startedAt);
    setTokenData(ticket);
    return ticket;
  }, []);

  const { video, audio } = media;
  const onJoin = useCallback(
    async (joined: Room) => {
      const tracks = [video, audio].filter((track) => track !== null);
      await Promise.all(tracks.map((track) => joined.localParticipant.publishTrack(track)));
    },
    [video, audio],
  );

  const { state: connection, start, leave } = useRoomConnection({ room, fetchTicket, onJoin });

  const isOver =
    (connection.at === 'closed' && connection.why === 'ended') ||
    (connection.at === 'failed' && connection.problem.code === BROADCAST_OVER);
  useEffect(() => {
    if (isOver) forgetBroadcast();
  }, [isOver]);
  // What the service knows changes with every step of the connection.
  useEffect(refreshStatus, [connection.at, refreshStatus]);

  const goLive = useCallback(() => {
    mayBegin.current = true;
    setEndedHere(null);
    start();
  }, [start]);

  const resume = useCallback(() => {
    mayBegin.current = false;
    start();
  }, [start]);

  const statusStart = status?.startedAt ?? null;
  const end = useCallback(async () => {
    await asking.current;
    const ending = ownStart ?? statusStart;
    await answer(api.POST('/api/stream/end-stream'));
    setEndedHere(ending);
    forgetBroadcast();
    setTokenData(null);
    await leave();
  }, [leave, ownStart, statusStart]);

  const cancel = useCallback(() => {
    const undo = async () => {
      await leave();
      await asking.current;
      // If this doesn't get through either, the service gives up by itself on who never came.
      await answer(api.POST('/api/stream/end-stream')).catch(() => undefined);
      refreshStatus();
    };
    void undo();
  }, [leave, refreshStatus]);

  const endedStart = isOver ? ownStart : endedHere;
  const view = studioView({ connection, status, ownStart, endedStart });
  const hasEnded = endedStart !== null && view.shows === 'preview';
  return { view, tokenData, hasEnded, goLive, resume, end, cancel };
}
