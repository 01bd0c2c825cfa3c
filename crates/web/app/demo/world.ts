// What all bots have in common.
import type { Fetch } from './api';
import type { Figures } from './figures';
import type { Person } from './person';

export interface World {
  url: string;
  api: Fetch;
  /** Who approves the creators. */
  admin: Person;
  figures: Figures;
  /** Ends everything. */
  signal: AbortSignal;
  /** How much quicker than people. */
  haste: number;
}

/** A speaker in a room: its host, or one of those who watch. */
export interface Speaker {
  readonly isFree: boolean;
  say: (text: string) => Promise<void>;
}
