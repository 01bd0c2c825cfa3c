// The messages of a session, as a pure state machine. `useChat` dispatches actions and performs the requests. It
// contains only messages of this session.
import { LIMITS } from '../api/limits';
import type { ChatMessage, ChatEvent } from './message';
import { normalizeText } from './messageText';
import { quotedAsRemoved, withoutQuotesOf } from './quotes';

export interface ChatLog {
  /** The start time of the session. */
  session: string | null;
  /** Ordered by sequence number. */
  messages: readonly ChatMessage[];
  /** Ids of the latest removals, including messages that haven't arrived yet. */
  removedIds: readonly string[];
  /** The highest sequence number seen. */
  highestSeq: number;
  /** The text of a message that is being sent. */
  pending: string | null;
  /** The request to perform next; one at a time. */
  request: HistoryRequest | null;
  /** A request to perform afterwards. */
  queuedRequest: HistoryRequest | null;
  /** Whether the latest messages are loaded. Before that, gaps can't be detected. */
  isLoaded: boolean;
}

export type HistoryRequest =
  /** The latest messages, after joining for the first time. */
  | { kind: 'latest' }
  /** The messages missing between two sequence numbers. */
  | { kind: 'gap'; after: number; upTo: number }
  /** The continuation of a full response. */
  | { kind: 'next-page'; after: number; known: readonly string[] }
  /** After rejoining: new messages, and which of the known ones still exist. */
  | { kind: 'catch-up'; after: number; known: readonly string[] };

export type ChatAction =
  | { type: 'session'; session: string }
  /** This page joined or rejoined the room. */
  | { type: 'joined' }
  | { type: 'received'; event: ChatEvent; ownId: string | null }
  | { type: 'loaded'; request: HistoryRequest; messages: readonly ChatMessage[] }
  /** The service rejected the request. */
  | { type: 'load-failed'; request: HistoryRequest }
  /** The newest messages, read without a request of this log. `known` were shown when they were read. */
  | { type: 'polled'; known: readonly string[]; messages: readonly ChatMessage[]; ownId: string | null }
  | { type: 'sending'; text: string }
  | { type: 'sent'; message: ChatMessage }
  | { type: 'send-failed' };

/** The maximum number of messages kept. */
export const MAX_MESSAGES = 500;
/** The maximum number of messages in a response. */
export const PAGE_SIZE = LIMITS.chatPage;
/** The maximum number of messages in a response with the newest ones. */
export const NEWEST_SIZE = 50;
/** How many known messages a catch-up checks: one response has room for these and for new ones. */
const CATCH_UP_LIMIT = 150;

export const EMPTY_LOG: ChatLog = {
  session: null,
  messages: [],
  removedIds: [],
  highestSeq: 0,
  pending: null,
  request: null,
  queuedRequest: null,
  isLoaded: false,
};

export function chatReducer(log: ChatLog, action: ChatAction): ChatLog {
  switch (action.type) {
    case 'session':
      return action.session === log.session ? log : { ...EMPTY_LOG, session: action.session };
    case 'joined':
      return enqueueRequest(log, requestAfterJoin(log));
    case 'received':
      return action.event.type === 'removed' ? removeMessage(log, action.event.id) : receiveMessage(log, action.event.message, action.ownId);
    case 'loaded':
      return action.request === log.request ? applyResponse(log, action.request, action.messages) : log;
    case 'load-failed':
      return action.request === log.request ? { ...log, request: log.queuedRequest, queuedRequest: null } : log;
    case 'polled':
      return applyPoll(log, action);
    case 'sending':
      return { ...log, pending: action.text };
    case 'sent':
      return { ...addMessages(log, [action.message]), pending: null, ...requestsAfter(log, action.message.seq) };
    case 'send-failed':
      return { ...log, pending: null };
  }
}

/** The number of messages after `seenSeq`. */
export function countNewer(messages: readonly ChatMessage[], seenSeq: number): number {
  return messages.filter(({ seq }) => seq > seenSeq).length;
}

function requestAfterJoin({ messages, highestSeq, isLoaded }: ChatLog): HistoryRequest {
  if (!isLoaded) return { kind: 'latest' };
  const after = Math.max((messages[0]?.seq ?? 1) - 1, highestSeq - CATCH_UP_LIMIT);
  return { kind: 'catch-up', after, known: messages.filter(({ seq }) => seq > after).map(({ id }) => id) };
}

function receiveMessage(log: ChatLog, message: ChatMessage, ownId: string | null): ChatLog {
  // An own message may arrive from the room before the response to the POST.
  const isPending = log.pending !== null && message.author.id === ownId && normalizeText(log.pending) === message.text;
  const added = addMessages(log, [message]);
  return { ...added, pending: isPending ? null : log.pending, ...requestsAfter(log, message.seq) };
}

/** Returns the request for missing messages when a sequence number is skipped. */
function requestsAfter(log: ChatLog, seq: number): Partial<Pick<ChatLog, 'request' | 'queuedRequest'>> {
  if (!log.isLoaded) return {};
  if (seq <= log.highestSeq + 1) return fillsGap(log, seq) ? { request: log.queuedRequest, queuedRequest: null } : {};
  const { request, queuedRequest } = enqueueRequest(log, { kind: 'gap', after: log.highestSeq, upTo: seq - 1 });
  return { request, queuedRequest };
}

/** Whether the pending gap request has become unnecessary. */
function fillsGap({ request, messages }: ChatLog, seq: number): boolean {
  if (request?.kind !== 'gap') return false;
  const { after, upTo } = request;
  const there = new Set(messages.filter((message) => message.seq > after && message.seq <= upTo).map((message) => message.seq));
  if (seq > after && seq <= upTo) there.add(seq);
  return there.size === upTo - after;
}

/** One request at a time. Of the requests queued meanwhile, the one with the widest range is kept. */
function enqueueRequest(log: ChatLog, request: HistoryRequest): ChatLog {
  if (log.request === null) return { ...log, request };
  if (log.queuedRequest === null || afterOf(request) < afterOf(log.queuedRequest)) return { ...log, queuedRequest: request };
  return log;
}

function afterOf(request: HistoryRequest): number {
  return request.kind === 'latest' ? -1 : request.after;
}

function applyResponse(log: ChatLog, request: HistoryRequest, messages: readonly ChatMessage[]): ChatLog {
  const added = addMessages(log, messages);
  const last = messages.at(-1);
  const isFull = request.kind !== 'latest' && messages.length >= PAGE_SIZE && last !== undefined;
  const known = 'known' in request ? request.known : [];
  const answeredTo = isFull ? last.seq : Infinity;
  // Known messages that are within the response's range but not in the response were removed.
  const present = new Set(messages.map(({ id }) => id));
  const knownIds = new Set(known);
  const isRemoved = ({ id, seq }: ChatMessage) => knownIds.has(id) && seq <= answeredTo && !present.has(id);
  const remaining = { ...added, messages: remainingOf(added.messages, isRemoved) };
  const rest: HistoryRequest | null = isFull ? { kind: 'next-page', after: last.seq, known } : null;
  const { queuedRequest } = log;
  return { ...remaining, isLoaded: true, request: rest ?? queuedRequest, queuedRequest: rest ? queuedRequest : null };
}

/** Returns the same log if nothing has changed. */
function applyPoll(log: ChatLog, { known, messages, ownId }: Extract<ChatAction, { type: 'polled' }>): ChatLog {
  const added = addMessages(log, messages);
  const { pending } = log;
  const isPendingThere = pending !== null && added !== log && messages.some((message) => isNewOwn(log, message, ownId) && normalizeText(pending) === message.text);
  // Older messages aren't in a full response.
  const from = messages.length >= NEWEST_SIZE ? Math.min(...messages.map(({ seq }) => seq)) : 0;
  const present = new Set(messages.map(({ id }) => id));
  const removable = new Set(known);
  const remaining = remainingOf(added.messages, ({ id, seq }) => !present.has(id) && removable.has(id) && seq >= from);
  const isSame = added === log && remaining.length === log.messages.length && log.isLoaded;
  return isSame ? log : { ...added, messages: remaining, pending: isPendingThere ? null : pending, isLoaded: true };
}

function isNewOwn({ messages }: ChatLog, { id, author }: ChatMessage, ownId: string | null): boolean {
  return author.id === ownId && !messages.some((known) => known.id === id);
}

function addMessages(log: ChatLog, messages: readonly ChatMessage[]): ChatLog {
  const known = new Set([...log.messages.map(({ id }) => id), ...log.removedIds]);
  const newMessages = withoutQuotesOf(messages.filter(({ id }) => !known.has(id)), new Set(log.removedIds));
  const knownMessages = withoutQuotesOf(log.messages, quotedAsRemoved(messages));
  const highestSeq = Math.max(log.highestSeq, ...messages.map(({ seq }) => seq));
  if (newMessages.length === 0) {
    const isSame = highestSeq === log.highestSeq && knownMessages === log.messages;
    return isSame ? log : { ...log, messages: knownMessages, highestSeq };
  }
  const sorted = [...knownMessages, ...newMessages].toSorted((one, other) => one.seq - other.seq);
  return { ...log, messages: sorted.slice(-MAX_MESSAGES), highestSeq };
}

function removeMessage(log: ChatLog, id: string): ChatLog {
  if (log.removedIds.includes(id)) return log;
  const messages = remainingOf(log.messages, (message) => message.id === id);
  // The original may not be here, although quotes of it are.
  return { ...log, messages: withoutQuotesOf(messages, new Set([id])), removedIds: [...log.removedIds, id].slice(-MAX_MESSAGES) };
}

/** Without removed messages, also in quotes. The same array if there are none. */
function remainingOf(messages: readonly ChatMessage[], isRemoved: (message: ChatMessage) => boolean): readonly ChatMessage[] {
  const removed = new Set(messages.filter(isRemoved).map(({ id }) => id));
  if (removed.size === 0) return messages;
  return withoutQuotesOf(messages.filter(({ id }) => !removed.has(id)), removed);
}
