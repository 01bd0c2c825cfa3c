// What a chat in a window of its own shows, derived from the service's answers. Pure.
import { isApiError } from '../../api/apiError';
import type { WatchedStream } from '../../api/types';
import type { ChatStage } from '../chatSettings';

export type PopOutView =
  | { kind: 'loading' }
  | { kind: 'unknown-user' }
  | { kind: 'no-stream' }
  | { kind: 'unavailable' }
  | { kind: 'blocked' }
  | { kind: 'removed' }
  | { kind: 'guests-not-allowed' }
  | { kind: 'chat'; stage: ChatStage };

interface PopOutViewInput {
  stream: Pick<WatchedStream, 'isLive' | 'isBlocked' | 'isGuestsAllowed'> | null;
  streamError: unknown;
  /** Why messages can't be read; null if they can. */
  chatError: unknown;
  isGuest: boolean;
  /** Whether a guest has credentials for this session. */
  hasCredentials: boolean;
  /** Whether this page has shown a session. */
  hasSession: boolean;
}

export function popOutView({ stream, streamError, chatError, isGuest, hasCredentials, hasSession }: PopOutViewInput): PopOutView {
  if (isApiError(streamError, 'USER_NOT_FOUND')) return { kind: 'unknown-user' };
  if (isApiError(streamError, 'STREAM_NOT_FOUND')) return { kind: 'no-stream' };
  if (!stream) return { kind: streamError === null ? 'loading' : 'unavailable' };
  if (stream.isBlocked) return { kind: 'blocked' };
  if (isGuest && !stream.isGuestsAllowed) return { kind: 'guests-not-allowed' };
  if (!stream.isLive) return { kind: 'chat', stage: hasSession ? 'ended' : 'not-started' };
  // A block would be in the stream's data, so this is a removal from the current broadcast.
  if (isApiError(chatError, 'BLOCKED')) return { kind: 'removed' };
  return { kind: 'chat', stage: isGuest && !hasCredentials ? 'connecting' : 'open' };
}
