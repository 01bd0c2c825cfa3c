// The creator's side of the connection: going live, reconnecting and ending.
import type { Room } from 'livekit-client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { unwrap, api } from '../api/client';
import { fetchOwnStatus } from '../api/queries';
import { isApiError } from '../api/apiError';
import type { GoLiveResponse } from '../api/types';
import { isConnecting, isJoined } from '../connection/connectionState';
import { StopRetryingError } from '../connection/connectionProblem';
import { reconnectPolicy } from '../connection/reconnectPolicy';
import { createRoomPool } from '../connection/roomPool';
import { useAutoRejoin } from '../connection/useAutoRejoin';
import { useRoomConnection } from '../connection/useRoomConnection';
import type { LocalMedia } from '../devices/useLocalMedia';
import { clearBroadcastStart, storedBroadcastStart, storeBroadcastStart } from './ownBroadcast';
import { hasBroadcastEnded, isAwaitingSender } from './ownSession';
import { BroadcastLock } from './broadcastLock';
import { studio } from '../i18n/en/studio';
import { BROADCAST_ENDED, LIVE_ELSEWHERE, studioView, TAKEN_OVER, type StudioView } from './studioView';
import { useOtherTab } from './useOtherTab';
import { publishMedia, usePublishHealth, type MediaFaults } from './usePublishHealth';
import type { StreamStatusState } from './useStreamStatus';

export interface Broadcast {
  view: StudioView;
  tokenData: GoLiveResponse | null;
  room: Room;
  /** The start time of the session that this page sends. */
  session: string | null;
  /** In the room, and not reconnecting. */
  isConnected: boolean;
  /** The start time of the broadcast that has just ended here; null if there is none to report. */
  endedStartedAt: string | null;
  /** The enabled devices that viewers don't receive. */
  mediaFaults: MediaFaults;
  goLive: () => void;
  /** Continues the running broadcast from here and disconnects any other sender: ask for confirmation first. */
  resume: () => void;
  end: () => Promise<void>;
  /** Stops going live before anything is public. */
  cancel: () => void;
}

const useRoom = createRoomPool({
  adaptiveStream: true,
  dynacast: true,
  // The preview continues with the same tracks when the connection ends.
  stopLocalTrackOnUnpublish: false,
  // The library would leave already while the browser asks "Leave this page?".
  disconnectOnPageLeave: false,
  reconnectPolicy,
});

export function useBroadcast(userId: string, media: LocalMedia, streamStatus: StreamStatusState): Broadcast {
  const { status, statusVersion, refresh: refreshStatus } = streamStatus;
  const room = useRoom();
  const [tokenData, setTokenData] = useState<GoLiveResponse | null>(null);
  const [ownStartedAt, setOwnStartedAt] = useState(storedBroadcastStart);
  const [endedHere, setEndedHere] = useState<string | null>(null);
  // Only "Go live" may start a broadcast; everything else continues that one.
  const canStartNew = useRef(false);
  /** The current attempt was requested by the user; it isn't an automatic rejoin. */
  const isUserRequested = useRef(false);
  const [lock] = useState(() => new BroadcastLock(userId));
  /** The broadcast that this page sends and may rejoin; null to accept any. */
  const currentStartedAt = useRef<string | null>(null);
  const goLiveCall = useRef<Promise<unknown>>(Promise.resolve());

  const fetchCredentials = useCallback(async (signal: AbortSignal) => {
    if (!isUserRequested.current && (await lock.isHeldElsewhere())) {
      throw new StopRetryingError(TAKEN_OVER, studio.takenOver);
    }
    if (!canStartNew.current) {
      const { isLive, startedAt } = await fetchOwnStatus(signal);
      const isAnother = currentStartedAt.current !== null && startedAt !== currentStartedAt.current;
      if (!isLive || isAnother) throw new StopRetryingError(BROADCAST_ENDED, studio.broadcastOver);
    }
    // Not aborted with the attempt: `end` has to know whether the call succeeded.
    const call = unwrap(api.POST('/api/stream/go-live'));
    goLiveCall.current = call.catch(() => undefined);
    const credentials = (await call).data;
    if (canStartNew.current && credentials.session.resumed) {
      throw new StopRetryingError(LIVE_ELSEWHERE, studio.alreadyLive);
    }
    if (!canStartNew.current && !credentials.session.resumed) {
      // The broadcast ended after the status check, and this call started a new one that nobody requested.
      await unwrap(api.POST('/api/stream/end-stream'));
      throw new StopRetryingError(BROADCAST_ENDED, studio.broadcastOver);
    }
    canStartNew.current = false;
    if (!signal.aborted) await lock.acquire();
    isUserRequested.current = false;
    currentStartedAt.current = credentials.session.startedAt;
    storeBroadcastStart(credentials.session.startedAt);
    setOwnStartedAt(credentials.session.startedAt);
    setTokenData(credentials);
    return credentials;
  }, [lock]);

  const onJoin = useCallback(
    async (joined: Room) => publishMedia(joined, media),
    [media],
  );

  const roomConnection = useRoomConnection({ room, fetchCredentials, onJoin });
  const { state: connection, start, leave } = roomConnection;

  const mediaFaults = usePublishHealth(room, media, connection.phase === 'connected');
  const isSending = isConnecting(connection) || isJoined(connection) || ('problem' in connection && connection.problem.canRetry);
  useEffect(() => {
    if (!isSending) lock.release();
  }, [isSending, lock]);
  useEffect(() => () => lock.release(), [lock]);
  const otherTab = useOtherTab(lock, status?.isLive === true && !isSending);

  const [reportedStartedAt, setReportedStartedAt] = useState<string | null>(null);
  if (ownStartedAt !== null && status?.startedAt === ownStartedAt && reportedStartedAt !== ownStartedAt) setReportedStartedAt(ownStartedAt);
  const isInRoom = isJoined(connection);
  const isEndReported = hasBroadcastEnded({ status, ownStartedAt, reportedStartedAt });
  useEffect(() => {
    if (!isEndReported || !isInRoom) return undefined;
    // The room may outlive its broadcast, and a status of an earlier broadcast may arrive late. Check with the
    // service before leaving.
    const abort = new AbortController();
    const leaveIfOver = async () => {
      const { startedAt } = await fetchOwnStatus(abort.signal);
      if (startedAt !== ownStartedAt && !abort.signal.aborted) await leave();
    };
    leaveIfOver().catch(() => undefined);
    return () => abort.abort();
    // Checked again with every status while the check fails.
  }, [isEndReported, isInRoom, status, ownStartedAt, leave]);

  const hasEnded =
    (connection.phase === 'closed' && connection.closeReason === 'ended') ||
    (connection.phase === 'failed' && connection.problem.code === BROADCAST_ENDED) ||
    (isEndReported && !isInRoom);
  useEffect(() => {
    if (hasEnded) clearBroadcastStart();
  }, [hasEnded]);
  useAutoRejoin(roomConnection, { canRejoin: isAwaitingSender({ status, ownStartedAt }), statusVersion, isActiveWhenHidden: true });
  // The service's status changes with the connection.
  useEffect(refreshStatus, [connection.phase, refreshStatus]);

  const goLive = useCallback(() => {
    canStartNew.current = true;
    isUserRequested.current = true;
    // The previous broadcast has been reported.
    clearBroadcastStart();
    setOwnStartedAt(null);
    setEndedHere(null);
    start();
  }, [start]);

  const resume = useCallback(() => {
    canStartNew.current = false;
    isUserRequested.current = true;
    currentStartedAt.current = null;
    start();
  }, [start]);

  const statusStartedAt = status?.startedAt ?? null;
  const end = useCallback(async () => {
    await goLiveCall.current;
    const ending = ownStartedAt ?? statusStartedAt;
    try {
      await unwrap(api.POST('/api/stream/end-stream'));
    } catch (error) {
      // A creator whose sign-in has expired can still stop sending. The service then ends the broadcast.
      if (!isApiError(error, 'INVALID_TOKEN')) throw error;
    }
    setEndedHere(ending);
    clearBroadcastStart();
    setTokenData(null);
    await leave();
  }, [leave, ownStartedAt, statusStartedAt]);

  const cancel = useCallback(() => {
    const undo = async () => {
      await leave();
      await goLiveCall.current;
      // A broadcast that was never public isn't reported as ended.
      clearBroadcastStart();
      setOwnStartedAt(null);
      // If this call fails, the service's timeout ends the broadcast.
      await unwrap(api.POST('/api/stream/end-stream')).catch(() => undefined);
      refreshStatus();
    };
    void undo();
  }, [leave, refreshStatus]);

  const lastStartedAt = hasEnded ? ownStartedAt : endedHere;
  const view = studioView({ connection, status, ownStartedAt, endedStartedAt: lastStartedAt, otherTab });
  const endedStartedAt = view.kind === 'preview' ? lastStartedAt : null;
  return {
    view,
    tokenData: hasEnded ? null : tokenData,
    room,
    session: ownStartedAt,
    isConnected: connection.phase === 'connected',
    endedStartedAt,
    mediaFaults,
    goLive,
    resume,
    end,
    cancel,
  };
}
