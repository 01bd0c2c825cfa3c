// The broadcast that this tab started. Session storage survives a reload and isn't shared with other tabs, which
// distinguishes resuming from taking over.
import { tabStore } from '../storage/storage';

const KEY = 'onair.broadcast';

export function storedBroadcastStart(): string | null {
  return tabStore.get(KEY);
}

export function storeBroadcastStart(startedAt: string): void {
  tabStore.set(KEY, startedAt);
}

export function clearBroadcastStart(): void {
  tabStore.remove(KEY);
}
