// Messages arrive as data packets in the media server's room. Missing ones are loaded.
import { type Room, RoomEvent, type RemoteParticipant } from 'livekit-client';
import { parseChatPacket } from './chatPacket';
import type { ChatTransport } from './transport';

export function roomTransport(room: Room, isConnected: boolean): ChatTransport {
  return {
    start: ({ session, dispatch, ownId }) => {
      const onData = (payload: Uint8Array, _: RemoteParticipant | undefined, _kind: unknown, topic?: string, _type?: unknown, sender?: string) => {
        const event = parseChatPacket({ payload, topic, senderIdentity: sender });
        if (event) dispatch({ type: 'received', event, ownId: ownId() });
      };
      room.on(RoomEvent.DataReceived, onData);
      if (isConnected && session !== null) dispatch({ type: 'joined' });
      return () => void room.off(RoomEvent.DataReceived, onData);
    },
  };
}
