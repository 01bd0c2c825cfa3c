// Whether two tokens are about the same person. It only keeps a page from being torn down for a fresh sign-in of
// its own.
import { claimsOf } from './claims';

export function isSamePerson(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  if (one === other) return true;
  const [mine, theirs] = [personOf(one), personOf(other)];
  return mine !== null && mine === theirs;
}

function personOf(token: string): string | null {
  const claims = claimsOf(token);
  return typeof claims?.sub === 'string' ? JSON.stringify([claims.sub, claims.iss ?? null]) : null;
}
