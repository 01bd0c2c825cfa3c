// A client of somebody who plays by no rules: it joins with a good token and sends packets of its own.
import { Room, RoomEvent } from '@livekit/rtc-node';
import { call, type Person, type Stack } from './stack';

export interface Intruder {
  /** Sends something under the chat's topic, as if it came from the service. */
  forges: (packet: object) => Promise<void>;
  /** Every packet that came in, as text. */
  heard: string[];
  leaves: () => Promise<void>;
}

export async function joins(stack: Stack, who: Person, hostId: string): Promise<Intruder> {
  const { body } = await call(stack, who, 'POST', '/api/viewer/token', { hostId });
  const { token, wsUrl } = body.data as { token: string; wsUrl: string };
  const room = new Room();
  const heard: string[] = [];
  room.on(RoomEvent.DataReceived, (payload: Uint8Array) => heard.push(new TextDecoder().decode(payload)));
  await room.connect(wsUrl, token, { autoSubscribe: false, dynacast: false });
  return {
    heard,
    forges: async (packet) => {
      const payload = new TextEncoder().encode(JSON.stringify(packet));
      await room.localParticipant?.publishData(payload, { reliable: true, topic: 'chat' });
    },
    leaves: () => room.disconnect(),
  };
}
