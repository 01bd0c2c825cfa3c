// The camera and microphone a person chose last time. A wish: a device that's gone is passed over.
import { localStore } from '../storage/storage';

type InputKind = 'videoinput' | 'audioinput';

const keyOf = (kind: InputKind) => `onair.device.${kind}`;

export function preferredDevice(kind: InputKind): string | null {
  return localStore.get(keyOf(kind));
}

export function preferDevice(kind: InputKind, deviceId: string): void {
  localStore.set(keyOf(kind), deviceId);
}
