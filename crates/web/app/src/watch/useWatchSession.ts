// The viewer's side of the connection: joining, leaving and rejoining.
import { useTracks } from '@livekit/components-react';
import { Track, type Room, type RoomEvent } from 'livekit-client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { unwrap, api } from '../api/client';
import type { ViewerTokenResponse, WatchedStream } from '../api/types';
import { isJoined } from '../connection/connectionState';
import { statusVersionOf } from '../connection/rejoinDelay';
import { reconnectPolicy } from '../connection/reconnectPolicy';
import { createRoomPool } from '../connection/roomPool';
import { useAutoRejoin } from '../connection/useAutoRejoin';
import { useRoomConnection } from '../connection/useRoomConnection';
import { summaryStateOf, type SummaryState } from './summaryState';
import { GuestIdentity, type GuestCredentials } from './guestIdentity';
import { guestName, storeGuestName } from './guestName';
import { sessionIdOf } from './roomSession';
import { useSummary } from './useSummary';
import { useWatchedStream } from './useWatchedStream';
import { isOver, canWatch, shouldJoin, watchView, type WatchView } from './watchView';

export interface WatchSession {
  view: WatchView;
  stream: WatchedStream | null;
  /** The summary of the broadcast that ended on this page. */
  summaryState: SummaryState;
  room: Room;
  /** The viewer's name in the room. */
  name: string | null;
  /** The start time of the session whose room this page is in, or was in last. */
  joinedStartedAt: string | null;
  /** In the room, and not reconnecting. */
  isConnected: boolean;
  isInRoom: boolean;
  /** The guest's credentials for that session. */
  guestCredentials: GuestCredentials | null;
  tryAgain: () => void;
  /** Rejects with an `ApiError` and keeps the old name if the name is invalid. */
  rename: (name: string) => Promise<void>;
}

const CREATOR_SOURCES = [Track.Source.Camera, Track.Source.Microphone, Track.Source.ScreenShare, Track.Source.ScreenShareAudio];

/** No additional events: only tracks matter, not active speakers or connection quality. */
const NO_EXTRA_EVENTS: RoomEvent[] = [];

const useRoom = createRoomPool({ adaptiveStream: true, dynacast: true, disconnectOnPageLeave: false, reconnectPolicy });

export function useWatchSession(username: string, isGuest: boolean): WatchSession {
  const { data: stream, error, refresh, snapshotCount, endedSessionId } = useWatchedStream(username);
  const room = useRoom();
  const [name, setName] = useState<string | null>(null);
  const [joinedStartedAt, setJoinedStartedAt] = useState<string | null>(null);
  const [joinedSession, setJoinedSession] = useState<string | null>(null);
  const [guestCredentials, setGuestCredentials] = useState<SessionCredentials | null>(null);
  const renameResponse = useRef<ViewerTokenResponse | null>(null);
  const hostId = stream?.userId;
  const startedAt = stream?.startedAt ?? null;
  const guest = useMemo(() => (isGuest && hostId !== undefined ? new GuestIdentity(hostId) : null), [isGuest, hostId]);
  useEffect(() => () => guest?.release(), [guest]);

  const fetchCredentials = useCallback(
    async (signal: AbortSignal) => {
      setJoinedStartedAt(startedAt);
      const ready = renameResponse.current;
      renameResponse.current = null;
      const credentials = ready ?? (await requestToken(hostId ?? '', guest, guest && guestName(), signal));
      setName(credentials.name);
      setJoinedSession(sessionIdOf(credentials.token));
      setGuestCredentials(guest && { session: startedAt, identity: credentials.identity, token: credentials.token });
      return credentials;
    },
    [hostId, guest, startedAt],
  );
  const roomConnection = useRoomConnection({ room, fetchCredentials });
  const { state: connection, start, leave } = roomConnection;

  const tracks = useTracks(CREATOR_SOURCES, { room, onlySubscribed: true, updateOnlyOn: NO_EXTRA_EVENTS });
  const isSending = tracks.some((track) => track.participant.identity === hostId);
  const [sentStartedAt, setSentStartedAt] = useState<string | null>(null);
  if (isSending && sentStartedAt !== startedAt) setSentStartedAt(startedAt);

  const hasLeftRoom = isOver(connection);
  const leftStartedAt = hasLeftRoom ? joinedStartedAt : null;
  // When tracks or the room change, the service may know the reason immediately.
  useEffect(refresh, [isSending, hasLeftRoom, refresh]);

  const isJoinDue = shouldJoin({ stream, connection, isGuest, leftStartedAt });
  useEffect(() => {
    if (isJoinDue) start();
  }, [isJoinDue, start]);

  const canRejoin = stream !== null && canWatch(stream, isGuest);
  useAutoRejoin(roomConnection, { canRejoin, statusVersion: statusVersionOf(snapshotCount, stream), isActiveWhenHidden: false });

  const [lastStartedAt, setLastStartedAt] = useState(startedAt);
  if (startedAt !== null && startedAt !== lastStartedAt) setLastStartedAt(startedAt);
  // The room may close before the service reports the end, and is recreated if the session continues.
  const leftSession = hasLeftRoom && stream !== null && startedAt !== joinedStartedAt ? joinedSession : null;
  const endedSession = endedSessionId ?? leftSession;
  const summaryState = summaryStateOf({ hasLeftRoom, endedSessionId: endedSession, result: useSummary(endedSession), lastStartedAt });

  const rename = useCallback(
    async (newName: string) => {
      renameResponse.current = await requestToken(hostId ?? '', guest, newName);
      storeGuestName(newName.trim());
      await leave();
      start();
    },
    [hostId, guest, leave, start],
  );

  const hasSent = sentStartedAt !== null && sentStartedAt === startedAt;
  const view = watchView({ stream, streamError: error, connection, isGuest, isSending, hasSent, leftStartedAt });
  const isRemoved = view.kind === 'removed';
  useEffect(() => {
    if (isRemoved) guest?.markRemoved();
  }, [isRemoved, guest]);
  return {
    view,
    stream,
    summaryState,
    room,
    name,
    joinedStartedAt,
    isConnected: connection.phase === 'connected',
    isInRoom: isJoined(connection),
    guestCredentials: guestCredentials?.session === joinedStartedAt ? guestCredentials : null,
    tryAgain: start,
    rename,
  };
}

interface SessionCredentials extends GuestCredentials {
  session: string | null;
}

async function requestToken(hostId: string, guest: GuestIdentity | null, name: string | null, signal?: AbortSignal): Promise<ViewerTokenResponse> {
  const body = { hostId, ...(name ? { guestName: name } : {}) };
  const earlier = (await guest?.loadCredentials()) ?? null;
  signal?.throwIfAborted();
  const headers = earlier ? { 'x-viewer-token': earlier.token } : {};
  const credentials = (await unwrap(api.POST('/api/viewer/token', { body, headers, ...(signal ? { signal } : {}) }))).data;
  guest?.storeCredentials(credentials, earlier);
  return credentials;
}
