// The address of a creator's page.

export function profilePath(username: string): string {
  return `/user/${encodeURIComponent(username)}`;
}

/** On it, a dialog shows the summary of this broadcast. */
export function broadcastSearch(session: string): string {
  return `?${BROADCAST_PARAM}=${encodeURIComponent(session)}`;
}

export const BROADCAST_PARAM = 'broadcast';
