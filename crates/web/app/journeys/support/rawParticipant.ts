// A participant with a valid token that sends its own packets.
import { Room, RoomEvent } from '@livekit/rtc-node';
import { call, type Person, type Stack } from './stack';

export interface RawParticipant {
  /** Publishes a packet with the chat's topic, as if the service had sent it. */
  publishChatPacket: (packet: object) => Promise<void>;
  /** All received packets, as text. */
  receivedPackets: string[];
  leave: () => Promise<void>;
}

export async function joinAsParticipant(stack: Stack, who: Person, hostId: string): Promise<RawParticipant> {
  const { body } = await call(stack, who, 'POST', '/api/viewer/token', { hostId });
  const { token, wsUrl } = body.data as { token: string; wsUrl: string };
  const room = new Room();
  const receivedPackets: string[] = [];
  room.on(RoomEvent.DataReceived, (payload: Uint8Array) => receivedPackets.push(new TextDecoder().decode(payload)));
  await room.connect(wsUrl, token, { autoSubscribe: false, dynacast: false });
  return {
    receivedPackets,
    publishChatPacket: async (packet) => {
      const payload = new TextEncoder().encode(JSON.stringify(packet));
      await room.localParticipant?.publishData(payload, { reliable: true, topic: 'chat' });
    },
    leave: () => room.disconnect(),
  };
}
