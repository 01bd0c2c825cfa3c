// Which broadcast this tab began. sessionStorage outlives a reload and isn't shared with other tabs,
// which is exactly the difference between resuming and taking over.

const KEY = 'onair.broadcast';

export function ownBroadcastStart(): string | null {
  return sessionStorage.getItem(KEY);
}

export function rememberBroadcast(startedAt: string): void {
  sessionStorage.setItem(KEY, startedAt);
}

export function forgetBroadcast(): void {
  sessionStorage.removeItem(KEY);
}
