// Where to go after signing in. Only places on this site: an address handed over in a link could lead anywhere.

export function safeNext(next: string | null): string {
  if (!next || !next.startsWith('/')) return '/';
  // The browser's own reading decides, because it also turns backslashes and tabs into surprises.
  const url = new URL(next, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search : '/';
}

export function signInPath(next: string): string {
  return `/sign-in?next=${encodeURIComponent(next)}`;
}
