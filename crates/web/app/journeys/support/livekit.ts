// Queries LiveKit's API.
import { signJwt, type Stack } from './stack';

/** Whether the creator's room exists. */
export async function hasRoom(stack: Stack, creatorId: string): Promise<boolean> {
  const claims = { iss: stack.livekitKey, exp: Math.floor(Date.now() / 1_000) + 60, video: { roomList: true } };
  const response = await fetch(`${stack.livekitUrl.replace(/^ws/, 'http')}/twirp/livekit.RoomService/ListRooms`, {
    method: 'POST',
    headers: { connection: 'close', authorization: `Bearer ${signJwt(claims, stack.livekitSecret)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ names: [creatorId] }),
  });
  const { rooms = [] } = (await response.json()) as { rooms?: unknown[] };
  return rooms.length > 0;
}
