// Which broadcast this tab began. The tab's own storage outlives a reload and isn't shared with other tabs,
// which is exactly the difference between resuming and taking over.
import { tabStore } from '../storage/storage';

const KEY = 'onair.broadcast';

export function ownBroadcastStart(): string | null {
  return tabStore.get(KEY);
}

export function rememberBroadcast(startedAt: string): void {
  tabStore.set(KEY, startedAt);
}

export function forgetBroadcast(): void {
  tabStore.remove(KEY);
}
