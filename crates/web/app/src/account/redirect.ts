// Where to go after signing in. Only paths of this site are accepted, to prevent open redirects.

export function safeRedirect(next: string | null): string {
  if (!next || !next.startsWith('/')) return '/';
  // The URL parser decides, because browsers treat backslashes and tabs in special ways.
  const url = new URL(next, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search : '/';
}

export function signInPath(next: string): string {
  return `/sign-in?next=${encodeURIComponent(next)}`;
}
