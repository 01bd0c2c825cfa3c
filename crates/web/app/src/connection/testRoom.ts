// For tests: a room without a network.
import { ConnectionState, type DisconnectReason, type RoomEvent } from 'livekit-client';
import { vi } from 'vitest';

/** The parts of a room that the connection uses. */
export class FakeRoom {
  readonly listeners = new Map<string, Set<(reason?: DisconnectReason) => void>>();
  readonly localParticipant = { publishTrack: vi.fn(async () => {}) };
  state: ConnectionState = ConnectionState.Disconnected;
  connect = vi.fn(async () => {});
  disconnect = vi.fn(async () => {});

  on(event: string, listener: (reason?: DisconnectReason) => void): this {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
    return this;
  }

  off(event: string, listener: (reason?: DisconnectReason) => void): this {
    this.listeners.get(event)?.delete(listener);
    return this;
  }

  emit(event: RoomEvent, reason?: DisconnectReason): void {
    for (const listener of this.listeners.get(event) ?? []) listener(reason);
  }
}
