// The chat of the joined room: receives packets, loads missing messages and sends messages.
import { type Room, RoomEvent, type RemoteParticipant } from 'livekit-client';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { deleteMessage, fetchMessages, postMessage } from './api';
import { fetchHistory } from './fetchHistory';
import { EMPTY_LOG, chatReducer, type ChatLog } from './chatLog';
import type { ChatMessage } from './message';
import { parseChatPacket } from './chatPacket';

export interface ChatRoom {
  room: Room;
  /** Null until the stream is loaded. */
  hostId: string | null;
  /** The start time of the room's session. */
  session: string | null;
  isConnected: boolean;
  /** The signed-in user's id. */
  userId: string | null;
  /** A guest's credentials, which stay the same during a session. */
  guest: { identity: string; token: string } | null;
}

export interface Chat {
  log: ChatLog;
  isOwn: (message: ChatMessage) => boolean;
  /** Rejects with an `ApiError`. */
  send: (text: string) => Promise<void>;
  /** Rejects with an `ApiError`. */
  remove: (message: ChatMessage) => Promise<void>;
}

export function useChat(chatRoom: ChatRoom): Chat {
  const { room, hostId, session, isConnected, userId, guest } = chatRoom;
  const [log, dispatch] = useReducer(chatReducer, EMPTY_LOG);
  const latest = useRef(chatRoom);
  useEffect(() => {
    latest.current = chatRoom;
  });

  useEffect(() => {
    const onData = (payload: Uint8Array, _: RemoteParticipant | undefined, _kind: unknown, topic?: string, _type?: unknown, sender?: string) => {
      const event = parseChatPacket({ payload, topic, senderIdentity: sender });
      if (event) dispatch({ type: 'received', event, ownId: ownIdOf(latest.current) });
    };
    room.on(RoomEvent.DataReceived, onData);
    return () => void room.off(RoomEvent.DataReceived, onData);
  }, [room]);

  useEffect(() => {
    if (session !== null) dispatch({ type: 'session', session });
  }, [session]);
  useEffect(() => {
    if (isConnected && session !== null) dispatch({ type: 'joined' });
  }, [isConnected, session]);

  const { request } = log;
  useEffect(() => {
    if (!request || hostId === null) return undefined;
    const abort = new AbortController();
    const fetch = (after: number | null, signal: AbortSignal) => fetchMessages(hostId, after, viewerTokenOf(latest.current), signal);
    fetchHistory(request, fetch, abort.signal).then(
      (messages) => {
        if (abort.signal.aborted) return;
        dispatch(messages ? { type: 'loaded', request, messages } : { type: 'load-failed', request });
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [request, hostId]);

  const send = useCallback(async (text: string) => {
    const sentFrom = latest.current;
    dispatch({ type: 'sending', text });
    try {
      const message = await postMessage(sentFrom.hostId ?? '', text, viewerTokenOf(sentFrom));
      // Ignore a response that arrives after its session has ended.
      if (latest.current.session === sentFrom.session) dispatch({ type: 'sent', message });
    } catch (error) {
      if (latest.current.session === sentFrom.session) dispatch({ type: 'send-failed' });
      throw error;
    }
  }, []);

  const remove = useCallback(async (message: ChatMessage) => {
    await deleteMessage(latest.current.hostId ?? '', message.id, viewerTokenOf(latest.current));
    dispatch({ type: 'received', event: { type: 'removed', id: message.id }, ownId: null });
  }, []);

  const ownId = ownIdOf({ userId, guest });
  const isOwn = useCallback(({ author }: ChatMessage) => author.id === ownId, [ownId]);
  return { log, isOwn, send, remove };
}

function ownIdOf({ userId, guest }: Pick<ChatRoom, 'userId' | 'guest'>): string | null {
  return userId ?? guest?.identity ?? null;
}

function viewerTokenOf({ userId, guest }: Pick<ChatRoom, 'userId' | 'guest'>): string | null {
  return userId === null ? (guest?.token ?? null) : null;
}
