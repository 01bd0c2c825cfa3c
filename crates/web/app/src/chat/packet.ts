// Which data packets are chat: those that the service sent, and that are what it sends.
import type { ChatAuthor, ChatMessage, ChatNews } from './message';

const TOPIC = 'chat';

export interface Packet {
  payload: Uint8Array;
  topic: string | undefined;
  /** Whom the media server names as the sender. */
  senderIdentity: string | undefined;
}

/**
 * Null for everything that isn't chat. The media server writes the sender's identity into each packet of
 * a participant, so only the service's come without one. That a packet's participant is missing says
 * nothing: who has just come is unknown to this page for seconds, and may be sending already.
 */
export function newsOfPacket({ payload, topic, senderIdentity }: Packet): ChatNews | null {
  if (topic !== TOPIC || senderIdentity !== '') return null;
  const told = parse(payload);
  if (!isRecord(told)) return null;
  if (told.type === 'removed') return isId(told.id) ? { type: 'removed', id: told.id } : null;
  if (told.type !== 'message') return null;
  const message = messageOf(told);
  return message && { type: 'message', message };
}

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return null;
  }
}

function messageOf({ id, seq, text, sentAt, author }: Record<string, unknown>): ChatMessage | null {
  const by = authorOf(author);
  if (!by || !isId(id) || !isSeq(seq) || !isText(text) || !isTime(sentAt)) return null;
  return { id, seq, text, sentAt, author: by };
}

function authorOf(value: unknown): ChatAuthor | null {
  if (!isRecord(value)) return null;
  const { id, name, isHost, isGuest } = value;
  if (!isText(id) || typeof name !== 'string' || typeof isHost !== 'boolean' || typeof isGuest !== 'boolean') return null;
  return { id, name, isHost, isGuest };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

const isId = isText;

function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
