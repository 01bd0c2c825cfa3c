// Where to go after signing in. Only paths of this site are accepted, to prevent open redirects.

export const SIGN_IN_PATH = '/sign-in';

/** The page to which the identity provider returns. It is registered there. */
export const CALLBACK_PATH = '/sign-in/callback';

export function safeRedirect(next: string | null): string {
  if (!next || !next.startsWith('/')) return '/';
  // The URL parser decides, because browsers treat backslashes and tabs in special ways.
  const url = new URL(next, window.location.origin);
  if (url.origin !== window.location.origin) return '/';
  // Returning to the sign-in would start it again.
  return url.pathname === SIGN_IN_PATH || url.pathname === CALLBACK_PATH ? '/' : url.pathname + url.search;
}

export function signInPath(next: string): string {
  return `${SIGN_IN_PATH}?next=${encodeURIComponent(next)}`;
}
