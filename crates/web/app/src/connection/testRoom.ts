// For tests: a room that does nothing by itself.
import { ConnectionState, type DisconnectReason, type RoomEvent } from 'livekit-client';
import { vi } from 'vitest';

/** As much of a room as the connection knows of. */
export class StandInRoom {
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

  tell(event: RoomEvent, reason?: DisconnectReason): void {
    for (const listener of this.listeners.get(event) ?? []) listener(reason);
  }
}
