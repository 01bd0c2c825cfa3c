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
}

/** What the service sends to a room. */
export type ChatEvent = { type: 'message'; message: ChatMessage } | { type: 'removed'; id: string };
