// Whether two tokens belong to the same user. This only avoids remounting the page when a user signs in again.
import { decodeClaims } from './claims';

export function isSameUser(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  if (one === other) return true;
  const [mine, theirs] = [subjectOf(one), subjectOf(other)];
  return mine !== null && mine === theirs;
}

function subjectOf(token: string): string | null {
  const claims = decodeClaims(token);
  return typeof claims?.sub === 'string' ? JSON.stringify([claims.sub, claims.iss ?? null]) : null;
}
