// What chat is made of, on this page.

export interface ChatAuthor {
  /** A user's id, or a guest's identity in the room. */
  id: string;
  name: string;
  isHost: boolean;
  isGuest: boolean;
}

export interface ChatMessage {
  id: string;
  /** Its number in the session, from 1. */
  seq: number;
  text: string;
  sentAt: string;
  author: ChatAuthor;
}

/** What the service tells a room. */
export type ChatNews = { type: 'message'; message: ChatMessage } | { type: 'removed'; id: string };
