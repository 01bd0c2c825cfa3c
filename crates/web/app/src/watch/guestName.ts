// The name a guest gave, for next time. Kept only after the service has taken it.
import { localStore } from '../storage/storage';

const KEY = 'onair.guestName';

export function guestName(): string | null {
  return localStore.get(KEY);
}

export function keepGuestName(name: string): void {
  localStore.set(KEY, name);
}
