// Whether two tokens are about the same person, read from their claims. Nothing is allowed by it: the
// service checks what it is sent. It only keeps a page from being torn down for a fresh sign-in of its own.

export function isSamePerson(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  if (one === other) return true;
  const [mine, theirs] = [personOf(one), personOf(other)];
  return mine !== null && mine === theirs;
}

function personOf(token: string): string | null {
  try {
    const claims: unknown = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof claims !== 'object' || claims === null || !('sub' in claims) || typeof claims.sub !== 'string') return null;
    return JSON.stringify([claims.sub, 'iss' in claims ? claims.iss : null]);
  } catch {
    return null;
  }
}
