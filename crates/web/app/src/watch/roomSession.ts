// Which session a room token is for. A page learns of ends by events; one that gets none (hidden, or other tabs hold
// the event streams) knows at least which session it was in.
import { decodeClaims } from '../account/claims';

export function sessionOf(roomToken: string): string | null {
  const session = decodeClaims(roomToken)?.onairSession;
  return typeof session === 'string' && session !== '' ? session : null;
}
