// What all bots share.
import type { Fetch } from './api';
import type { ChatMetrics } from './chatMetrics';
import type { Person } from './person';

export interface BotContext {
  url: string;
  api: Fetch;
  /** Approves the creators. */
  admin: Person;
  metrics: ChatMetrics;
  /** Stops everything. */
  signal: AbortSignal;
  /** The factor by which bots chat faster than people. */
  speed: number;
}

/** A bot that can chat: the host or a viewer. */
export interface ChatBot {
  readonly isFree: boolean;
  sendMessage: (text: string) => Promise<void>;
}
