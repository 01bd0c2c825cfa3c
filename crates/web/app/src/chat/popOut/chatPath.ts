// The path of a chat in a window of its own.

export function chatPath(username: string): string {
  return `/chat/${encodeURIComponent(username)}`;
}
