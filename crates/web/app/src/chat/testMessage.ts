// For tests: messages with default values.
import type { ChatAuthor, ChatMessage } from './message';

type Change = Partial<Omit<ChatMessage, 'author'>> & { author?: Partial<ChatAuthor> };

export function aMessage(seq: number, { author, ...change }: Change = {}): ChatMessage {
  return {
    id: `m${seq}`,
    seq,
    text: `message ${seq}`,
    sentAt: new Date(Date.UTC(2030, 0, 1) + seq * 1_000).toISOString(),
    author: { id: 'vera', name: 'Vera', isHost: false, isGuest: false, ...author },
    replyTo: null,
    ...change,
  };
}
