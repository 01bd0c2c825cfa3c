// The camera and microphone that the user selected last time. They are preferences: a missing device is ignored.
import { localStore } from '../storage/storage';

type InputKind = 'videoinput' | 'audioinput';

const keyOf = (kind: InputKind) => `onair.device.${kind}`;

export function preferredDevice(kind: InputKind): string | null {
  return localStore.get(keyOf(kind));
}

export function storePreferredDevice(kind: InputKind, deviceId: string): void {
  localStore.set(keyOf(kind), deviceId);
}
