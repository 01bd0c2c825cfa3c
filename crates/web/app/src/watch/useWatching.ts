// Joining, leaving and coming back: a viewer's side of the connection.
import { useTracks } from '@livekit/components-react';
import { Track, type Room, type RoomEvent } from 'livekit-client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { unwrap, api } from '../api/client';
import type { ViewerTicket, WatchedStream } from '../api/types';
import { isJoined } from '../connection/connectionState';
import { statusVersionOf } from '../connection/rejoinDelay';
import { reconnectPolicy } from '../connection/reconnectPolicy';
import { createRoomPool } from '../connection/roomPool';
import { useAutoRejoin } from '../connection/useAutoRejoin';
import { useRoomConnection } from '../connection/useRoomConnection';
import { endingOf, type Ending } from './ending';
import { GuestIdentity, type GuestCredentials } from './guestIdentity';
import { guestName, keepGuestName } from './guestName';
import { sessionOf } from './roomSession';
import { useSummary } from './useSummary';
import { useWatchedStream } from './useWatchedStream';
import { isOver, mayWatch, shouldJoin, viewing, type Viewing } from './viewing';

export interface Watching {
  view: Viewing;
  stream: WatchedStream | null;
  /** What came of the broadcast that ended on this page. */
  ending: Ending;
  room: Room;
  /** How this viewer is called in the room. */
  name: string | null;
  /** When the session began whose room this page is in, or was in last. */
  joinedStart: string | null;
  /** In the room, and nothing is being mended. */
  isConnected: boolean;
  isInRoom: boolean;
  /** What a guest came in with during that session. */
  pass: GuestCredentials | null;
  tryAgain: () => void;
  /** Rejects with the service's refusal, and goes on as before, if the name won't do. */
  rename: (name: string) => Promise<void>;
}

/** Tracks that come and go: not who speaks, nor how well they are connected. */
const TRACKS_ALONE: RoomEvent[] = [];

const useRoom = createRoomPool({ adaptiveStream: true, dynacast: true, disconnectOnPageLeave: false, reconnectPolicy });

export function useWatching(username: string, isGuest: boolean): Watching {
  const { data: stream, error, refresh, snapshotCount, endedSessionId } = useWatchedStream(username);
  const room = useRoom();
  const [name, setName] = useState<string | null>(null);
  const [joinedStart, setJoinedStart] = useState<string | null>(null);
  const [joinedSession, setJoinedSession] = useState<string | null>(null);
  const [pass, setPass] = useState<SessionPass | null>(null);
  const renamed = useRef<ViewerTicket | null>(null);
  const hostId = stream?.userId;
  const startedAt = stream?.startedAt ?? null;
  const guest = useMemo(() => (isGuest && hostId !== undefined ? new GuestIdentity(hostId) : null), [isGuest, hostId]);
  useEffect(() => () => guest?.release(), [guest]);

  const fetchTicket = useCallback(
    async (signal: AbortSignal) => {
      setJoinedStart(startedAt);
      const ready = renamed.current;
      renamed.current = null;
      const ticket = ready ?? (await askForTicket(hostId ?? '', guest, guest && guestName(), signal));
      setName(ticket.name);
      setJoinedSession(sessionOf(ticket.token));
      setPass(guest && { session: startedAt, identity: ticket.identity, token: ticket.token });
      return ticket;
    },
    [hostId, guest, startedAt],
  );
  const roomConnection = useRoomConnection({ room, fetchTicket });
  const { state: connection, start, leave } = roomConnection;

  const tracks = useTracks([Track.Source.Camera, Track.Source.Microphone], { room, onlySubscribed: true, updateOnlyOn: TRACKS_ALONE });
  const isSending = tracks.some((track) => track.participant.identity === hostId);
  const [sentIn, setSentIn] = useState<string | null>(null);
  if (isSending && sentIn !== startedAt) setSentIn(startedAt);

  const hasLeft = isOver(connection);
  const leftStart = hasLeft ? joinedStart : null;
  // When the creator comes or goes and when the room closes, the service may know why at once.
  useEffect(refresh, [isSending, hasLeft, refresh]);

  const isJoinDue = shouldJoin({ page: stream, connection, isGuest, leftStart });
  useEffect(() => {
    if (isJoinDue) start();
  }, [isJoinDue, start]);

  const canRejoin = stream !== null && mayWatch(stream, isGuest);
  useAutoRejoin(roomConnection, { canRejoin, statusVersion: statusVersionOf(snapshotCount, stream), isActiveWhenHidden: false });

  const [lastStart, setLastStart] = useState(startedAt);
  if (startedAt !== null && startedAt !== lastStart) setLastStart(startedAt);
  // The room may close before the service calls the session over, and is made again if it goes on.
  const leftSession = hasLeft && stream !== null && startedAt !== joinedStart ? joinedSession : null;
  const overSession = endedSessionId ?? leftSession;
  const ending = endingOf({ hasLeft, endedSessionId: overSession, answer: useSummary(overSession), lastStart });

  const rename = useCallback(
    async (wanted: string) => {
      renamed.current = await askForTicket(hostId ?? '', guest, wanted);
      keepGuestName(wanted.trim());
      await leave();
      start();
    },
    [hostId, guest, leave, start],
  );

  const hasSent = sentIn !== null && sentIn === startedAt;
  const view = viewing({ page: stream, pageError: error, connection, isGuest, isSending, hasSent, leftStart });
  const isRemoved = view.shows === 'removed';
  useEffect(() => {
    if (isRemoved) guest?.markRemoved();
  }, [isRemoved, guest]);
  return {
    view,
    stream,
    ending,
    room,
    name,
    joinedStart,
    isConnected: connection.phase === 'connected',
    isInRoom: isJoined(connection),
    pass: pass?.session === joinedStart ? pass : null,
    tryAgain: start,
    rename,
  };
}

interface SessionPass extends GuestCredentials {
  session: string | null;
}

async function askForTicket(hostId: string, guest: GuestIdentity | null, name: string | null, signal?: AbortSignal): Promise<ViewerTicket> {
  const body = { hostId, ...(name ? { guestName: name } : {}) };
  const earlier = (await guest?.earlier()) ?? null;
  signal?.throwIfAborted();
  const headers = earlier ? { 'x-viewer-token': earlier.token } : {};
  const ticket = (await unwrap(api.POST('/api/viewer/token', { body, headers, ...(signal ? { signal } : {}) }))).data;
  guest?.keep(ticket, earlier);
  return ticket;
}
