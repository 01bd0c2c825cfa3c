// Being in a room: joining it, hearing its chat, and knowing why one is no longer there.
import { DisconnectReason, Room, RoomEvent } from '@livekit/rtc-node';
import { now } from './figures';
import { within } from './pause';

/** What the service relays, as far as it matters here. */
export interface Message {
  id: string;
  text: string;
  author: { id: string; name: string; isHost: boolean };
}

export type Hear = (message: Message, at: number) => void;

/** Why somebody is out: the broadcast was ended, they were sent out, came in elsewhere, or something broke. */
export type Parting = 'ended' | 'removed' | 'replaced' | 'lost';

export interface Stay {
  room: Room;
  /** Resolves once it is over; for who leaves, too. */
  over: Promise<Parting>;
  leave: () => Promise<void>;
}

const PATIENCE_MS = 15_000;
/** Leaving is a courtesy: a server that is gone doesn't answer. */
const FAREWELL_MS = 1_000;

/** Null where it can't be had. Media is only taken in where somebody asks for it: bots have no eyes. */
export async function join(url: string, token: string, hear: Hear): Promise<Stay | null> {
  const room = new Room();
  const over = new Promise<Parting>((resolve) => {
    room.once(RoomEvent.Disconnected, (reason) => resolve(parting(reason)));
  });
  room.on(RoomEvent.DataReceived, (payload, participant, _kind, topic) => {
    // What a participant sends under this topic isn't from the service, so it isn't chat.
    if (topic !== 'chat' || participant) return;
    const at = now();
    const message = read(payload);
    if (message) hear(message, at);
  });
  const connecting = room.connect(url, token, { autoSubscribe: false, dynacast: true }).then(
    () => true,
    () => false,
  );
  const isIn = await within(PATIENCE_MS, connecting);
  const leave = async () => void (await within(FAREWELL_MS, room.disconnect().catch(() => undefined)));
  if (isIn) return { room, over, leave };
  // One that comes in after all would be in there twice.
  void connecting.then(leave);
  return null;
}

function parting(reason: DisconnectReason): Parting {
  if (reason === DisconnectReason.ROOM_DELETED) return 'ended';
  if (reason === DisconnectReason.PARTICIPANT_REMOVED) return 'removed';
  return reason === DisconnectReason.DUPLICATE_IDENTITY ? 'replaced' : 'lost';
}

function read(payload: Uint8Array): Message | null {
  try {
    const packet = JSON.parse(new TextDecoder().decode(payload)) as Message & { type: string };
    return packet.type === 'message' ? packet : null;
  } catch {
    return null;
  }
}
