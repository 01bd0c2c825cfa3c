// The chat of a session: keeps its messages, loads missing ones and sends messages.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { deleteMessage, fetchMessages, postMessage } from './api';
import { fetchHistory } from './fetchHistory';
import { EMPTY_LOG, chatReducer, type ChatLog } from './chatLog';
import type { ChatMessage } from './message';
import type { ChatTransport } from './transport';

export interface ChatSession {
  /** Null until the stream is loaded. */
  hostId: string | null;
  /** The start time of the session. */
  session: string | null;
  /** The signed-in user's id. */
  userId: string | null;
  /** A guest's credentials, which stay the same during a session. */
  guest: { identity: string; token: string } | null;
}

export interface Chat {
  log: ChatLog;
  isOwn: (message: ChatMessage) => boolean;
  /** The reader's id, as the author of messages. */
  ownId: string | null;
  /** Rejects with an `ApiError`. */
  send: (text: string, replyTo: string | null) => Promise<void>;
  /** Rejects with an `ApiError`. */
  remove: (message: ChatMessage) => Promise<void>;
}

/** No messages arrive while `transport` is null. It must be the same object until another one is meant. */
export function useChat(chatSession: ChatSession, transport: ChatTransport | null): Chat {
  const { hostId, session, userId, guest } = chatSession;
  const [log, dispatch] = useReducer(chatReducer, EMPTY_LOG);
  const latest = useRef(chatSession);
  const latestLog = useRef(log);
  useEffect(() => {
    latest.current = chatSession;
    latestLog.current = log;
  });

  useEffect(() => {
    if (session !== null) dispatch({ type: 'session', session });
  }, [session]);
  useEffect(
    () =>
      transport?.start({
        session,
        dispatch,
        ownId: () => ownIdOf(latest.current),
        knownIds: () => latestLog.current.messages.map(({ id }) => id),
        fetchNewest: async (signal) => fetchMessages(latest.current.hostId ?? '', null, viewerTokenOf(latest.current), signal),
      }),
    [transport, session],
  );

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

  const send = useCallback(async (text: string, replyTo: string | null) => {
    const sentFrom = latest.current;
    dispatch({ type: 'sending', text });
    try {
      const message = await postMessage(sentFrom.hostId ?? '', text, replyTo, viewerTokenOf(sentFrom));
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
  return { log, isOwn, ownId, send, remove };
}

function ownIdOf({ userId, guest }: Pick<ChatSession, 'userId' | 'guest'>): string | null {
  return userId ?? guest?.identity ?? null;
}

function viewerTokenOf({ userId, guest }: Pick<ChatSession, 'userId' | 'guest'>): string | null {
  return userId === null ? (guest?.token ?? null) : null;
}
