// Replies quote the message that they answer. A removed message must not stay readable in quotes. Pure.
import type { ChatMessage } from './message';

/** Quotes of these messages lose their text. Returns the same array and the same messages where nothing changes. */
export function withoutQuotesOf(messages: readonly ChatMessage[], removed: ReadonlySet<string>): readonly ChatMessage[] {
  const isAffected = ({ replyTo }: ChatMessage) => replyTo !== null && replyTo.text !== null && removed.has(replyTo.id);
  if (removed.size === 0 || !messages.some(isAffected)) return messages;
  return messages.map((message) => (message.replyTo !== null && isAffected(message) ? { ...message, replyTo: { ...message.replyTo, text: null } } : message));
}

/** The ids of messages that are quoted as removed. */
export function quotedAsRemoved(messages: readonly ChatMessage[]): ReadonlySet<string> {
  return new Set(messages.flatMap(({ replyTo }) => (replyTo !== null && replyTo.text === null ? [replyTo.id] : [])));
}
