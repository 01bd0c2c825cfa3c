// The chat of the room this page is in: hears what the service relays, asks for what is missing, writes.
import { type Room, RoomEvent, type RemoteParticipant } from 'livekit-client';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { deleteMessage, fetchMessages, postMessage } from './api';
import { ask } from './ask';
import { EMPTY, next, type ChatLog } from './log';
import type { ChatMessage } from './message';
import { newsOfPacket } from './packet';

export interface ChatRoom {
  room: Room;
  /** Null until it is known whose room it is. */
  hostId: string | null;
  /** When the session began that the room is of. */
  session: string | null;
  isConnected: boolean;
  /** The id of who is signed in. */
  userId: string | null;
  /** What a guest came in with. They are the same guest for as long as the session lasts. */
  pass: { identity: string; token: string } | null;
}

export interface Chat {
  log: ChatLog;
  isOwn: (message: ChatMessage) => boolean;
  /** Rejects with the service's refusal. */
  send: (text: string) => Promise<void>;
  /** Rejects with the service's refusal. */
  remove: (message: ChatMessage) => Promise<void>;
}

export function useChat(place: ChatRoom): Chat {
  const { room, hostId, session, isConnected, userId, pass } = place;
  const [log, dispatch] = useReducer(next, EMPTY);
  const latest = useRef(place);
  useEffect(() => {
    latest.current = place;
  });

  useEffect(() => {
    const onData = (payload: Uint8Array, _: RemoteParticipant | undefined, _kind: unknown, topic?: string, _type?: unknown, sender?: string) => {
      const news = newsOfPacket({ payload, topic, senderIdentity: sender });
      if (news) dispatch({ type: 'heard', news, ownId: ownIdOf(latest.current) });
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

  const { question } = log;
  useEffect(() => {
    if (!question || hostId === null) return undefined;
    const abort = new AbortController();
    const fetch = (after: number | null, signal: AbortSignal) => fetchMessages(hostId, after, tokenOf(latest.current), signal);
    ask(question, fetch, abort.signal).then(
      (messages) => {
        if (abort.signal.aborted) return;
        dispatch(messages ? { type: 'answered', question, messages } : { type: 'refused', question });
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [question, hostId]);

  const send = useCallback(async (text: string) => {
    const from = latest.current;
    dispatch({ type: 'sending', text });
    try {
      const message = await postMessage(from.hostId ?? '', text, tokenOf(from));
      // An answer that comes after its session is over belongs into no chat that is shown.
      if (latest.current.session === from.session) dispatch({ type: 'sent', message });
    } catch (error) {
      if (latest.current.session === from.session) dispatch({ type: 'unsent' });
      throw error;
    }
  }, []);

  const remove = useCallback(async (message: ChatMessage) => {
    await deleteMessage(latest.current.hostId ?? '', message.id, tokenOf(latest.current));
    dispatch({ type: 'heard', news: { type: 'removed', id: message.id }, ownId: null });
  }, []);

  const ownId = ownIdOf({ userId, pass });
  const isOwn = useCallback(({ author }: ChatMessage) => author.id === ownId, [ownId]);
  return { log, isOwn, send, remove };
}

function ownIdOf({ userId, pass }: Pick<ChatRoom, 'userId' | 'pass'>): string | null {
  return userId ?? pass?.identity ?? null;
}

function tokenOf({ userId, pass }: Pick<ChatRoom, 'userId' | 'pass'>): string | null {
  return userId === null ? (pass?.token ?? null) : null;
}
