// What this page knows of a session's chat, as a pure state machine: `useChat` feeds it and asks the
// service what it wants to know. Nothing in it is older than the session.
import type { ChatMessage, ChatNews } from './message';
import { cleaned } from './text';

export interface ChatLog {
  /** When the session began whose chat it is. */
  session: string | null;
  /** In the order of their numbers. */
  messages: readonly ChatMessage[];
  /** The newest removals, also of messages that haven't come yet. */
  removed: readonly string[];
  /** The highest number that was heard of. */
  highest: number;
  /** What was written here and the service hasn't answered yet. */
  pending: string | null;
  /** What has to be asked next; one at a time. */
  question: Question | null;
  /** What to ask after that, because it came up meanwhile. */
  later: Question | null;
  /** Whether the beginning was answered: until then nothing can be missing. */
  isBegun: boolean;
}

export type Question =
  /** The newest messages, by who has just come. */
  | { about: 'beginning' }
  /** What is missing between two numbers. */
  | { about: 'gap'; after: number; upTo: number }
  /** More of what was answered before. */
  | { about: 'rest'; after: number; known: readonly string[] }
  /** By who was away: what came meanwhile, and which of these known ones are still there. */
  | { about: 'absence'; after: number; known: readonly string[] };

export type ChatEvent =
  | { type: 'session'; session: string }
  /** This page is in the room, for the first time or again. */
  | { type: 'joined' }
  | { type: 'heard'; news: ChatNews; ownId: string | null }
  | { type: 'answered'; question: Question; messages: readonly ChatMessage[] }
  /** The service will not answer this. */
  | { type: 'refused'; question: Question }
  | { type: 'sending'; text: string }
  | { type: 'sent'; message: ChatMessage }
  | { type: 'unsent' };

/** As many as are kept. */
export const KEPT = 500;
/** As many as the service answers at once. */
export const PAGE = 200;
/** So far back is looked after an absence: one answer has room for these and for what is new. */
const LOOK_BACK = 150;

export const EMPTY: ChatLog = {
  session: null,
  messages: [],
  removed: [],
  highest: 0,
  pending: null,
  question: null,
  later: null,
  isBegun: false,
};

export function next(log: ChatLog, event: ChatEvent): ChatLog {
  switch (event.type) {
    case 'session':
      return event.session === log.session ? log : { ...EMPTY, session: event.session };
    case 'joined':
      return asking(log, afterJoining(log));
    case 'heard':
      return event.news.type === 'removed' ? without(log, event.news.id) : heard(log, event.news.message, event.ownId);
    case 'answered':
      return event.question === log.question ? answered(log, event.question, event.messages) : log;
    case 'refused':
      return event.question === log.question ? { ...log, question: log.later, later: null } : log;
    case 'sending':
      return { ...log, pending: event.text };
    case 'sent':
      return { ...withAll(log, [event.message]), pending: null, ...gapBelow(log, event.message.seq) };
    case 'unsent':
      return { ...log, pending: null };
  }
}

/** How many of them are newer than what was seen last. */
export function countNewer(messages: readonly ChatMessage[], seenSeq: number): number {
  return messages.filter(({ seq }) => seq > seenSeq).length;
}

function afterJoining({ messages, highest, isBegun }: ChatLog): Question {
  if (!isBegun) return { about: 'beginning' };
  const after = Math.max((messages[0]?.seq ?? 1) - 1, highest - LOOK_BACK);
  return { about: 'absence', after, known: messages.filter(({ seq }) => seq > after).map(({ id }) => id) };
}

function heard(log: ChatLog, message: ChatMessage, ownId: string | null): ChatLog {
  // What was written here may come back by the room before the service's answer does.
  const isPending = log.pending !== null && message.author.id === ownId && cleaned(log.pending) === message.text;
  const withIt = withAll(log, [message]);
  return { ...withIt, pending: isPending ? null : log.pending, ...gapBelow(log, message.seq) };
}

/** What has to be asked when a number comes that isn't the next one. */
function gapBelow(log: ChatLog, seq: number): Partial<Pick<ChatLog, 'question' | 'later'>> {
  if (!log.isBegun) return {};
  if (seq <= log.highest + 1) return fillsQuestion(log, seq) ? { question: log.later, later: null } : {};
  const { question, later } = asking(log, { about: 'gap', after: log.highest, upTo: seq - 1 });
  return { question, later };
}

/** Whether nothing is missing any more that was about to be asked for. */
function fillsQuestion({ question, messages }: ChatLog, seq: number): boolean {
  if (question?.about !== 'gap') return false;
  const { after, upTo } = question;
  const there = new Set(messages.filter((message) => message.seq > after && message.seq <= upTo).map((message) => message.seq));
  if (seq > after && seq <= upTo) there.add(seq);
  return there.size === upTo - after;
}

/** One question at a time; of those that come up meanwhile the widest is kept. */
function asking(log: ChatLog, question: Question): ChatLog {
  if (log.question === null) return { ...log, question };
  if (log.later === null || afterOf(question) < afterOf(log.later)) return { ...log, later: question };
  return log;
}

function afterOf(question: Question): number {
  return question.about === 'beginning' ? -1 : question.after;
}

function answered(log: ChatLog, question: Question, messages: readonly ChatMessage[]): ChatLog {
  const withThem = withAll(log, messages);
  const last = messages.at(-1);
  const isFull = question.about !== 'beginning' && messages.length >= PAGE && last !== undefined;
  const known = 'known' in question ? question.known : [];
  const answeredTo = isFull ? last.seq : Infinity;
  // Of what was known when it was asked, what lies within the answer and isn't in it was removed meanwhile.
  const isThere = new Set(messages.map(({ id }) => id));
  const wasKnown = new Set(known);
  const isGone = ({ id, seq }: ChatMessage) => wasKnown.has(id) && seq <= answeredTo && !isThere.has(id);
  const remaining = { ...withThem, messages: withThem.messages.filter((message) => !isGone(message)) };
  const rest: Question | null = isFull ? { about: 'rest', after: last.seq, known } : null;
  const { later } = log;
  return { ...remaining, isBegun: true, question: rest ?? later, later: rest ? later : null };
}

function withAll(log: ChatLog, messages: readonly ChatMessage[]): ChatLog {
  const known = new Set([...log.messages.map(({ id }) => id), ...log.removed]);
  const fresh = messages.filter(({ id }) => !known.has(id));
  const highest = Math.max(log.highest, ...messages.map(({ seq }) => seq));
  if (fresh.length === 0) return highest === log.highest ? log : { ...log, highest };
  const sorted = [...log.messages, ...fresh].toSorted((one, other) => one.seq - other.seq);
  return { ...log, messages: sorted.slice(-KEPT), highest };
}

function without(log: ChatLog, id: string): ChatLog {
  if (log.removed.includes(id)) return log;
  const messages = log.messages.some((message) => message.id === id)
    ? log.messages.filter((message) => message.id !== id)
    : log.messages;
  return { ...log, messages, removed: [...log.removed, id].slice(-KEPT) };
}
