// The guest's name for the next visit. Stored after the service has accepted it.
import { localStore } from '../storage/storage';

const KEY = 'onair.guestName';

export function guestName(): string | null {
  return localStore.get(KEY);
}

export function storeGuestName(name: string): void {
  localStore.set(KEY, name);
}
