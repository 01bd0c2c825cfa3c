// Parses the chat's data packets, and accepts only those that the service sent.
import type { ChatAuthor, ChatMessage, ChatEvent, ChatQuote } from './message';

const CHAT_TOPIC = 'chat';

export interface Packet {
  payload: Uint8Array;
  topic: string | undefined;
  /** The sender's identity according to the media server. */
  senderIdentity: string | undefined;
}

/**
 * Null for anything but a chat packet of the service. The media server sets the sender's identity on each
 * participant's packet, so only the service's packets have none. A missing participant object proves nothing: a new
 * participant may send packets seconds before this page is informed of it.
 */
export function parseChatPacket({ payload, topic, senderIdentity }: Packet): ChatEvent | null {
  if (topic !== CHAT_TOPIC || senderIdentity !== '') return null;
  const packet = parse(payload);
  if (!isObject(packet)) return null;
  if (packet.type === 'removed') return isId(packet.id) ? { type: 'removed', id: packet.id } : null;
  if (packet.type !== 'message') return null;
  const message = parseMessage(packet);
  return message && { type: 'message', message };
}

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return null;
  }
}

function parseMessage({ id, seq, text, sentAt, author, replyTo }: Record<string, unknown>): ChatMessage | null {
  const parsedAuthor = parseAuthor(author);
  if (!parsedAuthor || !isId(id) || !isSeq(seq) || !isText(text) || !isTime(sentAt)) return null;
  return { id, seq, text, sentAt, author: parsedAuthor, replyTo: parseQuote(replyTo) };
}

/** A message whose quote can't be read is shown without it. */
function parseQuote(value: unknown): ChatQuote | null {
  if (!isObject(value) || !isId(value.id) || !isObject(value.author)) return null;
  const { id, name } = value.author;
  if (!isText(id) || typeof name !== 'string' || (value.text !== null && typeof value.text !== 'string')) return null;
  return { id: value.id, author: { id, name }, text: value.text };
}

function parseAuthor(value: unknown): ChatAuthor | null {
  if (!isObject(value)) return null;
  const { id, name, isHost, isGuest } = value;
  if (!isText(id) || typeof name !== 'string' || typeof isHost !== 'boolean' || typeof isGuest !== 'boolean') return null;
  return { id, name, isHost, isGuest };
}

function isObject(value: unknown): value is Record<string, unknown> {
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
