// Going live, staying live and ending: the creator's side of the connection.
import type { Room } from 'livekit-client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { unwrap, api } from '../api/client';
import { fetchOwnStatus } from '../api/queries';
import { isApiError } from '../api/apiError';
import type { GoLiveTicket } from '../api/types';
import { isConnecting, isJoined } from '../connection/connectionState';
import { StopRetryingError } from '../connection/connectionProblem';
import { reconnectPolicy } from '../connection/reconnectPolicy';
import { createRoomPool } from '../connection/roomPool';
import { useAutoRejoin } from '../connection/useAutoRejoin';
import { useRoomConnection } from '../connection/useRoomConnection';
import type { LocalMedia } from '../devices/useLocalMedia';
import { forgetBroadcast, ownBroadcastStart, rememberBroadcast } from './ownBroadcast';
import { isGone, isWaitingForUs } from './ownSession';
import { SendingClaim } from './sendingClaim';
import { BROADCAST_OVER, LIVE_ELSEWHERE, studioView, TAKEN_OVER, type StudioView } from './studioView';
import { useOtherTab } from './useOtherTab';
import { publishMedia, useSending, type Failing } from './useSending';
import type { KnownStatus } from './useStreamStatus';

export interface Broadcast {
  view: StudioView;
  tokenData: GoLiveTicket | null;
  room: Room;
  /** When the session began that this page sends. */
  session: string | null;
  /** In the room, and nothing is being mended. */
  isConnected: boolean;
  /** When the broadcast began that has just ended here; null unless there is one to speak of. */
  endedStart: string | null;
  /** What of camera and microphone viewers don't get, though they should. */
  failing: Failing;
  goLive: () => void;
  /** Goes on with the running broadcast, here. Pushes aside whoever sends elsewhere: ask first. */
  resume: () => void;
  end: () => Promise<void>;
  /** Gives up going live before anything was public. */
  cancel: () => void;
}

const useRoom = createRoomPool({
  adaptiveStream: true,
  dynacast: true,
  // The preview goes on with the same tracks when the connection doesn't.
  stopLocalTrackOnUnpublish: false,
  // The library would already leave when the browser only asks "leave this page?".
  disconnectOnPageLeave: false,
  reconnectPolicy,
});

export function useBroadcast(userId: string, media: LocalMedia, known: KnownStatus): Broadcast {
  const { status, statusVersion, refresh: refreshStatus } = known;
  const room = useRoom();
  const [tokenData, setTokenData] = useState<GoLiveTicket | null>(null);
  const [ownStart, setOwnStart] = useState(ownBroadcastStart);
  const [endedHere, setEndedHere] = useState<string | null>(null);
  // Only a press of "Go live" may begin a broadcast; everything after it goes on with that one.
  const mayBegin = useRef(false);
  /** The person asked for what is being tried: it isn't this page that comes back by itself. */
  const isAskedFor = useRef(false);
  const [claim] = useState(() => new SendingClaim(userId));
  /** The broadcast that this page sends, and would go on with; null where it takes what there is. */
  const sent = useRef<string | null>(null);
  const asking = useRef<Promise<unknown>>(Promise.resolve());

  const fetchTicket = useCallback(async (signal: AbortSignal) => {
    if (!isAskedFor.current && (await claim.isHeldElsewhere())) {
      throw new StopRetryingError(TAKEN_OVER, 'You are live in another tab.');
    }
    if (!mayBegin.current) {
      const { isLive, startedAt } = await fetchOwnStatus(signal);
      const isAnother = sent.current !== null && startedAt !== sent.current;
      if (!isLive || isAnother) throw new StopRetryingError(BROADCAST_OVER, 'The broadcast is over.');
    }
    // Not aborted with the attempt: ending has to know whether it went through.
    const call = unwrap(api.POST('/api/stream/go-live'));
    asking.current = call.catch(() => undefined);
    const ticket = (await call).data;
    if (mayBegin.current && ticket.session.resumed) {
      throw new StopRetryingError(LIVE_ELSEWHERE, 'You are already live in another tab or on another device.');
    }
    if (!mayBegin.current && !ticket.session.resumed) {
      // It ended between the question and this: what has begun in its place nobody asked for.
      await unwrap(api.POST('/api/stream/end-stream'));
      throw new StopRetryingError(BROADCAST_OVER, 'The broadcast is over.');
    }
    mayBegin.current = false;
    if (!signal.aborted) await claim.claim();
    isAskedFor.current = false;
    sent.current = ticket.session.startedAt;
    rememberBroadcast(ticket.session.startedAt);
    setOwnStart(ticket.session.startedAt);
    setTokenData(ticket);
    return ticket;
  }, [claim]);

  const onJoin = useCallback(
    async (joined: Room) => publishMedia(joined, media),
    [media],
  );

  const roomConnection = useRoomConnection({ room, fetchTicket, onJoin });
  const { state: connection, start, leave } = roomConnection;

  const failing = useSending(room, media, connection.phase === 'connected');
  const isSending = isConnecting(connection) || isJoined(connection) || ('problem' in connection && connection.problem.canRetry);
  useEffect(() => {
    if (!isSending) claim.release();
  }, [isSending, claim]);
  useEffect(() => () => claim.release(), [claim]);
  const otherTab = useOtherTab(claim, status?.isLive === true && !isSending);

  const [seenStart, setSeenStart] = useState<string | null>(null);
  if (ownStart !== null && status?.startedAt === ownStart && seenStart !== ownStart) setSeenStart(ownStart);
  const isInRoom = isJoined(connection);
  const isMissing = isGone({ status, ownStart, seenStart });
  useEffect(() => {
    if (!isMissing || !isInRoom) return undefined;
    // The room may outlive its broadcast, and news of an earlier one may come late: the service is asked
    // before anybody is taken off the air.
    const abort = new AbortController();
    const leaveIfOver = async () => {
      const { startedAt } = await fetchOwnStatus(abort.signal);
      if (startedAt !== ownStart && !abort.signal.aborted) await leave();
    };
    leaveIfOver().catch(() => undefined);
    return () => abort.abort();
    // Asked again with every word of the service, for as long as it can't be asked.
  }, [isMissing, isInRoom, status, ownStart, leave]);

  const isOver =
    (connection.phase === 'closed' && connection.closeReason === 'ended') ||
    (connection.phase === 'failed' && connection.problem.code === BROADCAST_OVER) ||
    (isMissing && !isInRoom);
  useEffect(() => {
    if (isOver) forgetBroadcast();
  }, [isOver]);
  useAutoRejoin(roomConnection, { canRejoin: isWaitingForUs({ status, ownStart }), statusVersion, isActiveWhenHidden: true });
  // What the service knows changes with every step of the connection.
  useEffect(refreshStatus, [connection.phase, refreshStatus]);

  const goLive = useCallback(() => {
    mayBegin.current = true;
    isAskedFor.current = true;
    // The last one has been told of.
    forgetBroadcast();
    setOwnStart(null);
    setEndedHere(null);
    start();
  }, [start]);

  const resume = useCallback(() => {
    mayBegin.current = false;
    isAskedFor.current = true;
    sent.current = null;
    start();
  }, [start]);

  const statusStart = status?.startedAt ?? null;
  const end = useCallback(async () => {
    await asking.current;
    const ending = ownStart ?? statusStart;
    try {
      await unwrap(api.POST('/api/stream/end-stream'));
    } catch (error) {
      // Whose sign-in has expired must still be able to stop sending. The service ends it for want of a sender.
      if (!isApiError(error, 'INVALID_TOKEN')) throw error;
    }
    setEndedHere(ending);
    forgetBroadcast();
    setTokenData(null);
    await leave();
  }, [leave, ownStart, statusStart]);

  const cancel = useCallback(() => {
    const undo = async () => {
      await leave();
      await asking.current;
      // What was never public isn't spoken of when it is over.
      forgetBroadcast();
      setOwnStart(null);
      // If this doesn't get through either, the service gives up by itself on who never came.
      await unwrap(api.POST('/api/stream/end-stream')).catch(() => undefined);
      refreshStatus();
    };
    void undo();
  }, [leave, refreshStatus]);

  const lastStart = isOver ? ownStart : endedHere;
  const view = studioView({ connection, status, ownStart, endedStart: lastStart, otherTab });
  const endedStart = view.shows === 'preview' ? lastStart : null;
  return {
    view,
    tokenData: isOver ? null : tokenData,
    room,
    session: ownStart,
    isConnected: connection.phase === 'connected',
    endedStart,
    failing,
    goLive,
    resume,
    end,
    cancel,
  };
}
