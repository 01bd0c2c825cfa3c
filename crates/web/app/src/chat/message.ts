// The types of the chat.

export interface ChatAuthor {
  /** A user id, or a guest's room identity. */
  id: string;
  name: string;
  isHost: boolean;
  isGuest: boolean;
}

export interface ChatMessage {
  id: string;
  /** The sequence number in the session, from 1. */
  seq: number;
  text: string;
  sentAt: string;
  author: ChatAuthor;
  /** The message that it answers. */
  replyTo: ChatQuote | null;
}

export interface ChatQuote {
  id: string;
  /** The name is empty if the account was erased. */
  author: Pick<ChatAuthor, 'id' | 'name'>;
  /** Null once the message was removed. */
  text: string | null;
}

/** What the service sends to a room. */
export type ChatEvent = { type: 'message'; message: ChatMessage } | { type: 'removed'; id: string };
