// A room connection: joining, receiving chat, and the reason of a disconnect.
import { DisconnectReason, Room, RoomEvent } from '@livekit/rtc-node';
import { now } from './chatMetrics';
import { withTimeout } from './pause';

/** A chat message, as far as bots need it. */
interface Message {
  id: string;
  text: string;
  author: { id: string; name: string; isHost: boolean };
}

export type OnMessage = (message: Message, at: number) => void;

/** Why the connection was closed. */
export type DisconnectCause = 'ended' | 'removed' | 'replaced' | 'lost';

export interface RoomConnection {
  room: Room;
  /** Resolves when the connection is closed, also by `leave`. */
  closed: Promise<DisconnectCause>;
  leave: () => Promise<void>;
}

const TIMEOUT_MS = 15_000;
/** How long to wait for an unreachable server when leaving. */
const SHUTDOWN_TIMEOUT_MS = 1_000;

/** Null if joining fails. Bots don't subscribe to tracks. */
export async function joinRoom(url: string, token: string, onMessage: OnMessage): Promise<RoomConnection | null> {
  const room = new Room();
  const closed = new Promise<DisconnectCause>((resolve) => {
    room.once(RoomEvent.Disconnected, (reason) => resolve(disconnectCause(reason)));
  });
  room.on(RoomEvent.DataReceived, (payload, participant, _kind, topic) => {
    // A packet of a participant isn't from the service, so it isn't chat.
    if (topic !== 'chat' || participant) return;
    const at = now();
    const message = parseMessage(payload);
    if (message) onMessage(message, at);
  });
  const connecting = room.connect(url, token, { autoSubscribe: false, dynacast: true }).then(
    () => true,
    () => false,
  );
  const isConnected = await withTimeout(TIMEOUT_MS, connecting);
  const leave = async () => void (await withTimeout(SHUTDOWN_TIMEOUT_MS, room.disconnect().catch(() => undefined)));
  if (isConnected) return { room, closed, leave };
  // Leave if joining succeeds after the timeout.
  void connecting.then(leave);
  return null;
}

function disconnectCause(reason: DisconnectReason): DisconnectCause {
  if (reason === DisconnectReason.ROOM_DELETED) return 'ended';
  if (reason === DisconnectReason.PARTICIPANT_REMOVED) return 'removed';
  return reason === DisconnectReason.DUPLICATE_IDENTITY ? 'replaced' : 'lost';
}

function parseMessage(payload: Uint8Array): Message | null {
  try {
    const packet = JSON.parse(new TextDecoder().decode(payload)) as Message & { type: string };
    return packet.type === 'message' ? packet : null;
  } catch {
    return null;
  }
}
