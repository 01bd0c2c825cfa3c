// Reads the session id from a room token, for pages that receive no events: hidden pages, and pages without a free
// event stream.
import { decodeClaims } from '../account/claims';

export function sessionIdOf(roomToken: string): string | null {
  const session = decodeClaims(roomToken)?.onairSession;
  return typeof session === 'string' && session !== '' ? session : null;
}
