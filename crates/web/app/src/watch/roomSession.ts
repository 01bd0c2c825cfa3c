// Reads the session id from a room token. A page without events (hidden, or no free event stream) knows its session
// from it.
import { decodeClaims } from '../account/claims';

export function sessionIdOf(roomToken: string): string | null {
  const session = decodeClaims(roomToken)?.onairSession;
  return typeof session === 'string' && session !== '' ? session : null;
}
