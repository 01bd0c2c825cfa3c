// How the messages of a chat arrive.
import type { ChatAction } from './chatLog';
import type { ChatMessage } from './message';

export interface TransportContext {
  /** The start time of the session; null before there is one. */
  session: string | null;
  dispatch: (action: ChatAction) => void;
  /** The reader's id, as the author of messages. */
  ownId: () => string | null;
  /** The ids of the messages that are shown. */
  knownIds: () => readonly string[];
  /** The newest messages. Rejects with an `ApiError`. */
  fetchNewest: (signal: AbortSignal) => Promise<ChatMessage[]>;
}

export interface ChatTransport {
  /** Delivers what happens in a session, until the returned function is called. */
  start: (context: TransportContext) => () => void;
}
